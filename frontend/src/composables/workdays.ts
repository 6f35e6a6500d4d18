import { shallowReactive } from 'vue'
import { readCalendar, type CalendarYear } from '@/api/calendar'
import { addDays } from '@/kit/date'

/** A working day that was counted to; provisional where a year on the way is not published yet. */
export interface CountedDay {
  date: string
  provisional: boolean
}

type Years = ReadonlyMap<number, CalendarYear>

/**
 * The nth working day after a date, 0 for the date itself. Years that are not
 * published know weekends alone, and make the answer provisional; undefined
 * where a year has not been read.
 */
export function nthWorkingDay(years: Years, from: string, n: number): CountedDay | undefined {
  const working = new Map<number, Map<string, boolean>>()
  let date = from
  let provisional = false
  for (let left = n; left > 0; ) {
    date = addDays(date, 1)
    const number = Number(date.slice(0, 4))
    const year = years.get(number)
    if (!year) return undefined
    provisional ||= year.provisional
    if (!working.has(number)) working.set(number, new Map(year.days.map((day) => [day.date, day.working])))
    if (working.get(number)!.get(date)) left--
  }
  return { date, provisional }
}

const years = shallowReactive(new Map<number, CalendarYear>())
const asked = new Map<number, Promise<void>>()

function need(year: number): Promise<void> {
  const before = asked.get(year)
  if (before) return before
  const asking = readCalendar(year).then(
    (answer) => void years.set(year, answer),
    () => void asked.delete(year),
  )
  asked.set(year, asking)
  return asking
}

/** Counts working days on the county's calendar; the years are read as they are needed. */
export function useWorkdays() {
  return {
    /** Reads the years that a plan of so many working days may touch. */
    prepare(from: string, n: number): Promise<unknown> {
      const first = Number(from.slice(0, 4))
      const last = Math.min(2036, Number(addDays(from, Math.ceil(n * 1.6) + 30).slice(0, 4)))
      return Promise.all(Array.from({ length: last - first + 1 }, (_, i) => need(first + i)))
    },
    nth: (from: string, n: number) => nthWorkingDay(years, from, n),
  }
}

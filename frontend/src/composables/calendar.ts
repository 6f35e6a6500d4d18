import { shallowReactive } from 'vue'
import { readCalendar, type CalendarYear } from '@/api/calendar'
import { addDays, type WorkCalendar } from '@/kit/date'

const years = shallowReactive(new Map<number, Map<string, boolean>>())
const asked = new Set<number>()

/** Takes a year as the API gives it. One that is not published is not known: nothing is guessed. */
export function takeYear(year: CalendarYear): void {
  if (!year.provisional) years.set(year.year, new Map(year.days.map((day) => [day.date, day.working])))
}

function need(year: number): void {
  if (asked.has(year) || year < 2016 || year > 2036) return
  asked.add(year)
  readCalendar(year).then(takeYear, () => asked.delete(year))
}

/** undefined where the year's notice is not published, or not read yet. */
function isWorkingDay(date: string): boolean | undefined {
  const year = Number(date.slice(0, 4))
  need(year)
  return years.get(year)?.get(date)
}

/** The county's working days, read year by year as they are looked at. */
export function useCalendar(): WorkCalendar & {
  /** The working day n after a date; undefined where a year on the way is not known. */
  after(date: string, n: number): string | undefined
  /** How many working days lie from one day to another, both included; undefined as above. */
  between(from: string, to: string): number | undefined
} {
  return {
    isWorkingDay,
    after(date, n) {
      let day = date
      for (let left = n; left > 0; ) {
        day = addDays(day, 1)
        const is = isWorkingDay(day)
        if (is === undefined) return undefined
        if (is) left--
      }
      return day
    },
    between(from, to) {
      let days = 0
      for (let day = from; day <= to; day = addDays(day, 1)) {
        const is = isWorkingDay(day)
        if (is === undefined) return undefined
        if (is) days++
      }
      return days
    },
  }
}

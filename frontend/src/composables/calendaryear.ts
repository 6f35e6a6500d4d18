import type { CalendarDay } from '@/api/calendar'
import { monthWeeks } from '@/kit/date'

export interface Month {
  month: number
  working: number
  /** Monday first; null outside of the month. */
  weeks: (CalendarDay | null)[][]
}

/** The twelve months of a year as tables. */
export function monthsOf(year: number, days: CalendarDay[]): Month[] {
  const byDate = new Map(days.map((day) => [day.date, day]))
  return Array.from({ length: 12 }, (_, i) => {
    const prefix = `${year}-${String(i + 1).padStart(2, '0')}`
    const weeks = monthWeeks(year, i + 1).map((week) => week.map((date) => (date.startsWith(prefix) ? (byDate.get(date) ?? null) : null)))
    return { month: i + 1, weeks, working: days.filter(({ date, working }) => working && date.startsWith(prefix)).length }
  })
}

/** A stretch of days of one kind, name and source. */
export interface Stretch {
  kind: string
  name: string
  source: string
  dates: string[]
}

/** What makes a year's days different from their weekdays, stretch by stretch; weekend days that were off anyway are part of a holiday's stretch. */
export function stretchesOf(days: CalendarDay[]): Stretch[] {
  const out: Stretch[] = []
  let open: Stretch | undefined
  for (const { date, kind, name = '', source = '' } of days) {
    const plain = kind === 'WEEKDAY' || kind === 'WEEKEND'
    if (plain) {
      open = undefined
      continue
    }
    if (open && open.kind === kind && open.name === name && open.source === source) {
      open.dates.push(date)
      continue
    }
    open = { kind, name, source, dates: [date] }
    out.push(open)
  }
  return out
}

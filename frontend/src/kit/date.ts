/** A working-day calendar as a page has it: true, false, or undefined where it does not know the day. */
export interface WorkCalendar {
  isWorkingDay(date: string): boolean | undefined
}

function iso(y: number, m: number, d: number): string {
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}

/** Whether `YYYY-MM-DD` is a day that exists. */
export function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return false
  const [y, m, d] = parts.slice(1).map(Number) as [number, number, number]
  const day = new Date(Date.UTC(y, m - 1, d))
  return day.getUTCFullYear() === y && day.getUTCMonth() === m - 1 && day.getUTCDate() === d
}

/**
 * Reads a date as people type it: 2026-11-22, 2026/11/22, 2026.11.22,
 * 20261122, 2026年11月22日, also in full width. Gives `YYYY-MM-DD`, or null.
 */
export function parseDate(typed: string): string | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '')
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!parts) return null
  const date = iso(Number(parts[1]), Number(parts[2]), Number(parts[3]))
  return isDate(date) ? date : null
}

/** The date some days later. */
export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/** The same day some months later, or the month's last day where it has none. */
export function addMonths(date: string, months: number): string {
  const [y, m, d] = date.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(y, m - 1 + months, 1))
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate()
  return iso(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(d, last))
}

/** The weeks of a month, Monday first; days of the neighbouring months fill the ends. */
export function monthWeeks(year: number, month: number): string[][] {
  const first = iso(year, month, 1)
  const lead = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const weeks: string[][] = []
  for (let start = -lead; start < days; start += 7) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(first, start + i)))
  }
  return weeks
}

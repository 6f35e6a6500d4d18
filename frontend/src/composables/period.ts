/** A span of whole months, `YYYY-MM` both, first and last included. */
export interface Period {
  from: string
  to: string
}

const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/

/** The month some months later. */
export function addMonth(month: string, by: number): string {
  const [y, m] = month.split('-').map(Number) as [number, number]
  const at = y * 12 + m - 1 + by
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
}

/** How many months a period has. */
export function monthsOf({ from, to }: Period): number {
  const at = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
  return at(to) - at(from) + 1
}

/** The first day of a period. */
export function firstDay({ from }: Period): string {
  return `${from}-01`
}

/** The last day of a period. */
export function lastDay({ to }: Period): string {
  const [y, m] = to.split('-').map(Number) as [number, number]
  return `${to}-${String(new Date(Date.UTC(y, m, 0)).getUTCDate()).padStart(2, '0')}`
}

/** The span of the same length before it. */
export function before(period: Period): Period {
  const n = monthsOf(period)
  return { from: addMonth(period.from, -n), to: addMonth(period.to, -n) }
}

export type Preset = 'year' | 'month' | 'last' | 'quarter' | 'twelve' | 'lastYear'

/** The periods that one press chooses, seen from a day. */
export function presetsOf(today: string): Record<Preset, Period> {
  const month = today.slice(0, 7)
  const year = today.slice(0, 4)
  const lastYear = String(Number(year) - 1)
  return {
    month: { from: month, to: month },
    last: { from: addMonth(month, -1), to: addMonth(month, -1) },
    quarter: { from: addMonth(month, -2), to: month },
    year: { from: `${year}-01`, to: month },
    twelve: { from: addMonth(month, -11), to: month },
    lastYear: { from: `${lastYear}-01`, to: `${lastYear}-12` },
  }
}

/** Reads a period from two texts of an address; the year up to today where they are none. */
export function periodOf(from: unknown, to: unknown, today: string): Period {
  const whole = presetsOf(today).year
  if (typeof from !== 'string' || typeof to !== 'string' || !isMonth.test(from) || !isMonth.test(to)) return whole
  return from <= to ? { from, to } : { from: to, to: from }
}

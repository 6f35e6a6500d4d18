import { t } from '@/i18n'
import { label } from '@/i18n/labels.first'
import { formatLaw } from '@/i18n/law'
import { monthWeeks } from './date'

/** What a calendar day is to a clock. */
export type DayKind =
  | 'START'
  | 'COUNTED'
  | 'MAKEUP'
  | 'LOCAL_WORK'
  | 'WEEKEND'
  | 'HOLIDAY'
  | 'LOCAL_OFF'
  | 'PAUSED'
  | 'ROLLED'

/** One day between the start and the due date of a clock. */
export interface LedgerDay {
  date: string
  kind: DayKind
  /** The how-manieth counted day it is; absent where it is not counted. */
  n?: number
  /** Why it is not counted, such as the name of the holiday or of the special procedure. */
  reason?: string
  /** The article or document that says so. */
  basis?: string
}

/** One day as the API's ledger of a clock has it. */
export interface ClockDay {
  date: string
  kind: string
  name?: string
  source?: string
  start?: boolean
  rolled?: boolean
  counted: boolean
  n: number
  pausedFor?: string
  pausedBy?: string
  basis?: string
}

function kindOf(day: ClockDay): DayKind {
  if (day.pausedFor) return 'PAUSED'
  if (day.start) return 'START'
  if (day.rolled) return 'ROLLED'
  if (day.counted) return day.kind === 'MAKEUP' || day.kind === 'LOCAL_WORK' ? day.kind : 'COUNTED'
  return day.kind === 'HOLIDAY' || day.kind === 'LOCAL_OFF' ? day.kind : 'WEEKEND'
}

/** The API's days as DayLedger draws them. */
export function ledgerDays(days: ClockDay[]): LedgerDay[] {
  return days.map((day) => {
    const kind = kindOf(day)
    const seen: LedgerDay = { date: day.date, kind }
    if (day.counted) seen.n = day.n
    if (kind === 'PAUSED') {
      const reason = label('PauseReason', day.pausedFor!)
      seen.reason = day.pausedBy ? t('ledgerPauseBy', { reason, by: day.pausedBy }) : reason
      seen.basis = day.basis && formatLaw(day.basis)
    } else if (kind !== 'COUNTED' && kind !== 'WEEKEND') {
      seen.reason = day.name
      seen.basis = day.source
    }
    return seen
  })
}

export interface LedgerMonth {
  year: number
  month: number
  /** Seven cells a week, Monday first; null outside the month. */
  weeks: ({ date: string; day: LedgerDay | undefined } | null)[][]
}

/** Lays the days out as months. */
export function ledgerMonths(days: LedgerDay[]): LedgerMonth[] {
  const byDate = new Map(days.map((day) => [day.date, day]))
  const names = [...new Set(days.map((day) => day.date.slice(0, 7)))].sort()
  return names.map((name) => {
    const [year, month] = name.split('-').map(Number) as [number, number]
    const weeks = monthWeeks(year, month).map((week) =>
      week.map((date) => (date.startsWith(name) ? { date, day: byDate.get(date) } : null)),
    )
    return { year, month, weeks }
  })
}

/** Neighbouring uncounted days of one reason become one line of the list: 10月1日—10月8日 国庆节. */
export interface LedgerRun {
  from: string
  to: string
  kind: DayKind
  reason: string | undefined
  basis: string | undefined
  days: number
}

/** The stretches of days that are not counted for a reason other than an ordinary weekend. */
export function uncountedRuns(days: LedgerDay[]): LedgerRun[] {
  const runs: LedgerRun[] = []
  let previous: LedgerDay | undefined
  for (const day of days) {
    const last = runs.at(-1)
    if (['HOLIDAY', 'LOCAL_OFF', 'PAUSED'].includes(day.kind)) {
      if (last && previous?.kind === day.kind && previous.reason === day.reason && last.to === previous.date) {
        last.to = day.date
        last.days++
      } else {
        runs.push({ from: day.date, to: day.date, kind: day.kind, reason: day.reason, basis: day.basis, days: 1 })
      }
    }
    previous = day
  }
  return runs
}

/** How many days the clock has counted. */
export function countedDays(days: LedgerDay[]): number {
  return days.reduce((most, day) => Math.max(most, day.n ?? 0), 0)
}

import { describe, expect, test } from 'vitest'
import type { CalendarYear } from '@/api/calendar'
import { addDays, isDate } from '@/kit/date'
import { nthWorkingDay } from './workdays'

/** A year of weekends, with days off and days made up for. */
function year(number: number, off: string[] = [], on: string[] = [], provisional = false): CalendarYear {
  const days: CalendarYear['days'] = []
  for (let date = `${number}-01-01`; isDate(date) && date.startsWith(String(number)); date = addDays(date, 1)) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    const working = on.includes(date) || (!off.includes(date) && weekday !== 0 && weekday !== 6)
    days.push({ date, kind: working ? 'WORKDAY' : 'WEEKEND', working })
  }
  return { year: number, provisional, days, workingDays: 0, notices: [] }
}
const years = new Map([
  [2026, year(2026, ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'], ['2026-10-10'])],
  [2027, year(2027, [], [], true)],
])

describe('the nth working day', () => {
  test.each([
    ['2026-03-02', 0, '2026-03-02'],
    ['2026-03-02', 1, '2026-03-03'],
    ['2026-03-06', 1, '2026-03-09'], // over a weekend
    ['2026-03-07', 1, '2026-03-09'], // from a Saturday
    ['2026-09-30', 1, '2026-10-08'], // over the national holiday
    ['2026-09-30', 3, '2026-10-10'], // a Saturday that is worked
  ])('after %s, %i, is %s', (from, n, date) => {
    expect(nthWorkingDay(years, from, n)).toEqual({ date, provisional: false })
  })

  test('in a year that is not published is provisional', () => {
    expect(nthWorkingDay(years, '2026-12-31', 1)).toEqual({ date: '2027-01-01', provisional: true })
  })

  test('in a year that is not read is not known', () => {
    expect(nthWorkingDay(years, '2027-12-31', 1)).toBeUndefined()
  })
})

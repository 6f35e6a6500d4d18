import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import DayLedger from './DayLedger.vue'
import { countedDays, ledgerDays, ledgerMonths, uncountedRuns, type ClockDay } from './ledger'

const clock: ClockDay[] = [
  { date: '2026-09-29', kind: 'WEEKDAY', start: true, counted: false, n: 0 },
  { date: '2026-09-30', kind: 'WEEKDAY', counted: true, n: 1 },
  { date: '2026-10-01', kind: 'HOLIDAY', name: '国庆节', source: '国办发明电〔2025〕7号', counted: false, n: 1 },
  { date: '2026-10-02', kind: 'HOLIDAY', name: '国庆节', source: '国办发明电〔2025〕7号', counted: false, n: 1 },
  { date: '2026-10-08', kind: 'WEEKDAY', counted: false, n: 1, pausedFor: 'EXPERT_REVIEW', pausedBy: '张三', basis: '行政许可法第四十五条' },
  { date: '2026-10-10', kind: 'MAKEUP', name: '国庆节调休', source: '国办发明电〔2025〕7号', counted: true, n: 2 },
  { date: '2026-10-11', kind: 'WEEKEND', counted: false, n: 2 },
  { date: '2026-10-12', kind: 'LOCAL_WORK', name: '补班', source: '示政办〔2026〕9号', counted: true, n: 3 },
]

describe('the day ledger', () => {
  const days = ledgerDays(clock)

  test('says of each day what it is to the clock', () => {
    expect(days.map((day) => day.kind)).toEqual([
      'START', 'COUNTED', 'HOLIDAY', 'HOLIDAY', 'PAUSED', 'MAKEUP', 'WEEKEND', 'LOCAL_WORK',
    ])
    expect(days.map((day) => day.n)).toEqual([undefined, 1, undefined, undefined, undefined, 2, undefined, 3])
    expect(days[4]).toMatchObject({ reason: '专家评审（张三）', basis: '行政许可法第四十五条' })
    expect(countedDays(days)).toBe(3)
  })

  test('counts a weekend of a calendar-day clock', () => {
    expect(ledgerDays([{ date: '2026-10-11', kind: 'WEEKEND', counted: true, n: 4 }])[0]).toMatchObject({ kind: 'COUNTED', n: 4 })
  })

  test('draws neighbouring days of one reason together, and ordinary weekends not at all', () => {
    expect(uncountedRuns(days).map(({ from, to, days: n }) => [from, to, n])).toEqual([
      ['2026-10-01', '2026-10-02', 2],
      ['2026-10-08', '2026-10-08', 1],
    ])
  })

  test('lays the days out in whole months', () => {
    const months = ledgerMonths(days)
    expect(months.map(({ year, month }) => [year, month])).toEqual([[2026, 9], [2026, 10]])
    const cells = months[1]!.weeks.flat().filter((cell) => cell !== null)
    expect(cells).toHaveLength(31)
    expect(cells[0]!.day?.kind).toBe('HOLIDAY')
  })

  test('tells the same in a table that does not need eyes', () => {
    const ledger = mount(DayLedger, { props: { days, due: '2026-10-12', provisionalYear: 2027 } })
    const row = ledger.findAll('tbody tr').at(-1)!
    expect(row.text()).toContain('2026年10月12日')
    expect(row.text()).toContain('第 3 个工作日')
    expect(row.text()).toContain('到期日')
    expect(ledger.get('.ledger-months').attributes('aria-hidden')).toBe('true')
    expect(ledger.text()).toContain('2027年放假安排尚未公布')
  })
})

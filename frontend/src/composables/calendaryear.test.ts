import { expect, test } from 'vitest'
import type { CalendarDay } from '@/api/calendar'
import { addDays } from '@/kit/date'
import { monthsOf, stretchesOf } from './calendaryear'

function year2026(marks: Record<string, Partial<CalendarDay>>): CalendarDay[] {
  return Array.from({ length: 365 }, (_, i) => {
    const date = addDays('2026-01-01', i)
    const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
    return { date, kind: weekend ? 'WEEKEND' : 'WEEKDAY', working: !weekend, ...marks[date] }
  })
}

test('a year has twelve months with each day once, weeks from Monday', () => {
  const months = monthsOf(2026, year2026({}))
  expect(months).toHaveLength(12)
  const all = months.flatMap(({ weeks }) => weeks.flat().filter((day) => day !== null))
  expect(all).toHaveLength(365)
  expect(new Set(all.map((day) => day.date)).size).toBe(365)
  expect(months[0]!.weeks[0]!.map((day) => day?.date.slice(8) ?? '')).toEqual(['', '', '', '01', '02', '03', '04'])
  expect(months[1]!.working).toBe(20)
})

test('days of one holiday that follow one another are one stretch', () => {
  const off = { kind: 'HOLIDAY', working: false, name: '元旦', source: '7号' }
  const days = year2026({ '2026-01-01': off, '2026-01-02': off, '2026-01-03': off, '2026-01-04': { kind: 'MAKEUP', working: true, name: '元旦', source: '7号' }, '2026-03-05': { ...off, kind: 'LOCAL_OFF', name: '暴雪', source: '1号' } })
  expect(stretchesOf(days).map(({ kind, name, dates }) => `${kind} ${name} ${dates.length}`)).toEqual(['HOLIDAY 元旦 3', 'MAKEUP 元旦 1', 'LOCAL_OFF 暴雪 1'])
})

import { expect, test } from 'vitest'
import { addMonth, before, firstDay, lastDay, monthsOf, periodOf, presetsOf } from './period'

test('months are counted over the end of a year', () => {
  expect(addMonth('2026-11', 2)).toBe('2027-01')
  expect(addMonth('2026-01', -1)).toBe('2025-12')
  expect(monthsOf({ from: '2025-11', to: '2026-02' })).toBe(4)
})

test('a period ends on the last day of its month, leap years too', () => {
  expect(firstDay({ from: '2024-02', to: '2024-02' })).toBe('2024-02-01')
  expect(lastDay({ from: '2024-02', to: '2024-02' })).toBe('2024-02-29')
  expect(lastDay({ from: '2026-01', to: '2026-11' })).toBe('2026-11-30')
})

test('the period before is as long and ends where it begins', () => {
  expect(before({ from: '2026-01', to: '2026-03' })).toEqual({ from: '2025-10', to: '2025-12' })
})

test('the presets are seen from today', () => {
  const presets = presetsOf('2026-02-10')
  expect(presets.last).toEqual({ from: '2026-01', to: '2026-01' })
  expect(presets.quarter).toEqual({ from: '2025-12', to: '2026-02' })
  expect(presets.twelve).toEqual({ from: '2025-03', to: '2026-02' })
  expect(presets.lastYear).toEqual({ from: '2025-01', to: '2025-12' })
})

test('an address that names no months means the year up to today; one that is the wrong way round is turned', () => {
  const year = { from: '2026-01', to: '2026-11' }
  expect(periodOf(undefined, undefined, '2026-11-22')).toEqual(year)
  expect(periodOf('2026-13', '2026-11', '2026-11-22')).toEqual(year)
  expect(periodOf('2026-05', '2026-02', '2026-11-22')).toEqual({ from: '2026-02', to: '2026-05' })
})

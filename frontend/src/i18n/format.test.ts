import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  fenOfWan,
  formatArea,
  formatBytes,
  formatCaseNumber,
  formatDate,
  formatHours,
  formatInstant,
  formatLimit,
  formatMoney,
  formatMonth,
  formatPercent,
  muOfSquareMetres,
  setLang,
  shanghaiDate,
  squareMetresOfMu,
  unitOf,
  wanOfFen,
  weekdayOf,
} from '.'

afterEach(() => setLang('zh'))

describe('in Chinese', () => {
  test.each([
    ['2026-11-22', '2026年11月22日'],
    ['2026-03-02', '2026年3月2日'],
    ['', '—'],
    [null, '—'],
  ])('a date %s is %s', (date, want) => expect(formatDate(date)).toBe(want))

  test.each([
    ['2026-03-02T15:59:59Z', '2026年3月2日 23:59'],
    ['2026-03-02T16:30:00Z', '2026年3月3日 00:30'],
    ['2026-03-03T00:30:00+08:00', '2026年3月3日 00:30'],
    [0, '1970年1月1日 08:00'],
    [null, '—'],
  ])('an instant %s is shown in Shanghai as %s', (instant, want) => expect(formatInstant(instant)).toBe(want))

  test.each([
    [0, '0 元'],
    [123_450, '1,234.5 元'],
    [999_999, '9,999.99 元'],
    [1_000_000, '1 万元'],
    [32_000_000_000, '3.2 亿元'],
    [-1_500_000, '-1.5 万元'],
    [null, '—'],
  ])('%s 分 is %s', (fen, want) => expect(formatMoney(fen)).toBe(want))

  test.each([
    [{ value: 20, unit: 'WORKING_DAY' }, '20 个工作日'],
    [{ value: 3, unit: 'MONTH' }, '3 个月'],
    [{ value: 0, unit: 'IMMEDIATE' }, '当场'],
    [{ value: 0, unit: 'NONE' }, '无时限'],
    [null, '无时限'],
  ])('a limit %o is %s', (limit, want) => expect(formatLimit(limit)).toBe(want))

  test('land is in 亩 with ㎡ beside it', () => expect(formatArea(57_667)).toBe('86.5 亩（57,667 ㎡）'))
})

describe('in English', () => {
  beforeEach(() => setLang('en'))

  test('dates, instants, money, land and limits have their English form', () => {
    expect(formatDate('2026-11-22')).toBe('22 Nov 2026')
    expect(formatMonth(2026, 9)).toBe('Sep 2026')
    expect(formatInstant('2026-11-22T02:30:00Z')).toBe('22 Nov 2026, 10:30')
    expect(formatMoney(32_000_000_000)).toBe('CNY 320 million')
    expect(formatMoney(500_000_000_000)).toBe('CNY 5 billion')
    expect(formatMoney(12_345)).toBe('CNY 123.45')
    expect(formatArea(80_000)).toBe('120 mu (80,000 m²)')
    expect(formatLimit({ value: 20, unit: 'WORKING_DAY' })).toBe('20 working days')
  })
})

test('the Shanghai date of an instant does not depend on the machine', () => {
  expect(shanghaiDate('2026-03-02T16:00:00Z')).toBe('2026-03-03')
  expect(shanghaiDate('2026-03-02T15:59:59.999Z')).toBe('2026-03-02')
})

test('weekdays count from Sunday', () => {
  expect(weekdayOf('2026-11-22')).toBe(0)
  expect(weekdayOf('2026-11-28')).toBe(6)
})

test.each([
  ['3.2', 3_200_000],
  ['0.000001', 1],
  ['100000000', 100_000_000_000_000],
  ['1.0000001', null],
  ['-1', null],
  ['1e3', null],
  ['', null],
])('%s 万元 is %s 分, exactly', (wan, want) => expect(fenOfWan(wan)).toBe(want))

test('分 shown for editing come back to the same 分', () => {
  for (const fen of [0, 1, 99, 1_000_000, 1_000_001, 32_000_000_000, 987_654_321_012]) {
    expect(fenOfWan(wanOfFen(fen))).toBe(fen)
  }
})

test('㎡ shown in 亩 for editing come back to the same ㎡', () => {
  for (const area of [0, 1, 666, 667, 57_667, 80_000, 1_234_567]) {
    expect(squareMetresOfMu(muOfSquareMetres(area))).toBe(area)
  }
})

test('sizes, shares and case numbers are grouped for reading', () => {
  expect(formatBytes(200 * 1024 * 1024)).toBe('200 MB')
  expect(formatBytes(900)).toBe('900 B')
  expect(formatPercent(0.948)).toBe('94.8%')
  expect(formatCaseNumber('140999202603020000177')).toBe('140999-20260302-000017-7')
  expect(formatCaseNumber('XM20260012')).toBe('XM20260012')
})

test('English has one day in the singular and office hours in its own words; Chinese keeps both as they are', async () => {
  expect(unitOf(1, '个工作日')).toBe('个工作日')
  expect(formatHours('工作日 09:00–12:00，13:00–17:00')).toBe('工作日 09:00–12:00，13:00–17:00')
  await setLang('en')
  expect(formatLimit({ value: 1, unit: 'WORKING_DAY' })).toBe('1 working day')
  expect(formatLimit({ value: 10, unit: 'WORKING_DAY' })).toBe('10 working days')
  expect([unitOf(-1, 'calendar days'), unitOf(0, 'calendar days')]).toEqual(['calendar day', 'calendar days'])
  expect(formatHours('工作日 09:00–12:00，13:00–17:00')).toBe('Working days 09:00–12:00, 13:00–17:00')
})

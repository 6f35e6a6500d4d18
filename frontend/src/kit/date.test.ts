import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths, isDate, monthWeeks, parseDate } from './date'
import UiDateField from './UiDateField.vue'

test.each([
  ['2026-11-22', '2026-11-22'],
  ['2026/1/2', '2026-01-02'],
  ['2026.11.22', '2026-11-22'],
  ['20261122', '2026-11-22'],
  ['2026年11月22日', '2026-11-22'],
  ['２０２６－１１－２２', '2026-11-22'],
  [' 2026-11-22 ', '2026-11-22'],
  ['2024-02-29', '2024-02-29'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['22/11/2026', null],
  ['明天', null],
  ['', null],
])('%s is read as %s', (typed, want) => expect(parseDate(typed)).toBe(want))

test('only days that exist are dates', () => {
  expect(isDate('2026-11-30')).toBe(true)
  expect(isDate('2026-11-31')).toBe(false)
  expect(isDate('2026-1-1')).toBe(false)
})

test('days and months are added across their ends', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2026-01-15', -2)).toBe('2025-11-15')
})

test('a month is whole weeks from Monday', () => {
  const weeks = monthWeeks(2026, 11)
  expect(weeks[0]![0]).toBe('2026-10-26')
  expect(weeks.at(-1)!.at(-1)).toBe('2026-12-06')
  expect(weeks.every((week) => week.length === 7)).toBe(true)
  expect(monthWeeks(2027, 2)).toHaveLength(4)
})

describe('the date field', () => {
  test('stores what is typed in any form as YYYY-MM-DD and tells the day of the week', async () => {
    const field = mount(UiDateField, { props: { calendar: { isWorkingDay: () => false } } })
    await field.get('input').setValue('2026年11月22日')
    expect(field.emitted('update:modelValue')!.at(-1)).toEqual(['2026-11-22'])
    await field.setProps({ modelValue: '2026-11-22' })
    expect(field.text()).toContain('2026年11月22日 周日 · 非工作日')
  })

  test('hands on what is no date, so that validation can say so', async () => {
    const field = mount(UiDateField)
    await field.get('input').setValue('下周一')
    expect(field.emitted('update:modelValue')!.at(-1)).toEqual(['下周一'])
  })

  test('does not choose a day before the earliest', async () => {
    const field = mount(UiDateField, { props: { modelValue: '2026-11-22', min: '2026-11-22' }, attachTo: document.body })
    await field.get('.date-open').trigger('click')
    await field.get('[aria-label^="2026年11月20日"]').trigger('click')
    expect(field.emitted('update:modelValue')).toBeUndefined()
    await field.get('[aria-label^="2026年11月23日"]').trigger('click')
    expect(field.emitted('update:modelValue')!.at(-1)).toEqual(['2026-11-23'])
    field.unmount()
  })
})

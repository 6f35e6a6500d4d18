import { mount } from '@vue/test-utils'
import { encode } from 'uqr'
import { describe, expect, test, vi } from 'vitest'
import { h, nextTick } from 'vue'
import { refusal } from './file'
import PaperSheet from './PaperSheet.vue'
import UiErrorSummary from './UiErrorSummary.vue'
import UiField from './UiField.vue'
import UiNumberInput from './UiNumberInput.vue'
import UiQr from './UiQr.vue'
import UiStars from './UiStars.vue'
import UiTabs from './UiTabs.vue'
import UiTextInput from './UiTextInput.vue'

const later = () => nextTick().then(() => nextTick())

describe('the error summary', () => {
  test('takes the focus when errors come, and again when new ones come', async () => {
    const summary = mount(UiErrorSummary, { props: { errors: [] }, attachTo: document.body })
    expect(summary.find('.error-summary').exists()).toBe(false)
    await summary.setProps({ errors: [{ path: 'form.name', message: '请填写名称' }] })
    await later()
    expect(document.activeElement).toBe(summary.get('.error-summary').element)
    ;(document.activeElement as HTMLElement).blur()
    await summary.setProps({ errors: [{ path: '', message: '材料不全' }] })
    await later()
    expect(document.activeElement).toBe(summary.get('.error-summary').element)
    expect(summary.find('a').exists()).toBe(false)
    summary.unmount()
  })

  test('leads to the field of an error', async () => {
    const field = mount(UiField, {
      props: { label: '名称', name: 'form.name' },
      slots: { default: () => h(UiTextInput) },
      attachTo: document.body,
    })
    const summary = mount(UiErrorSummary, { props: { errors: [{ path: 'form.name', message: '请填写名称' }] }, attachTo: document.body })
    await later()
    await summary.get('a').trigger('click')
    expect(document.activeElement).toBe(field.get('input').element)
    field.unmount()
    summary.unmount()
  })
})

describe('a field', () => {
  test('ties label, hint and error to its control', () => {
    const field = mount(UiField, {
      props: { label: '名称', name: 'form.name', hint: '全称', error: '请填写名称', required: true },
      slots: { default: () => h(UiTextInput) },
    })
    const input = field.get('input')
    expect(field.get('label').attributes('for')).toBe(input.attributes('id'))
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(input.attributes('aria-required')).toBe('true')
    const described = input.attributes('aria-describedby')!.split(' ')
    expect(described.map((id) => field.get(`#${id}`).text())).toEqual(['全称', '有误：请填写名称'])
  })
})

describe('the number input', () => {
  test.each([
    ['3200', 3200],
    ['３，２００．５', 3200.5],
    ['1,000,000', 1_000_000],
    ['', null],
    ['12a', '12a'],
    ['1e5', '1e5'],
  ])('reads %s as %s', async (typed, want) => {
    const input = mount(UiNumberInput)
    await input.get('input').setValue('7')
    await input.get('input').setValue(typed)
    expect(input.emitted('update:modelValue')!.at(-1)).toEqual([want])
  })

  test('keeps what is being typed and shows what comes from outside', async () => {
    const input = mount(UiNumberInput, { props: { modelValue: 1 } })
    await input.get('input').setValue('1.')
    await input.setProps({ modelValue: 1 })
    expect((input.get('input').element as HTMLInputElement).value).toBe('1.')
    await input.setProps({ modelValue: 42 })
    expect((input.get('input').element as HTMLInputElement).value).toBe('42')
  })
})

test.each([
  ['图纸.pdf', 10, null],
  ['图纸.PDF', 10, null],
  ['图纸.exe', 10, '“图纸.exe”的类型不在允许范围（PDF、JPG）'],
  ['pdf', 10, '“pdf”的类型不在允许范围（PDF、JPG）'],
  ['图纸.pdf', 0, '“图纸.pdf”是空文件'],
  ['图纸.pdf', 2049, '“图纸.pdf”超过 2 KB'],
])('the file %s of %s bytes is refused with %s', (name, size, want) => {
  expect(refusal({ name, size }, { types: ['pdf', 'jpg'], maxBytes: 2048 })).toBe(want)
})

test('tabs move by arrow keys, round the ends', async () => {
  const tabs = mount(UiTabs, {
    props: { label: '办件', modelValue: 'a', tabs: [{ id: 'a', label: '待办', count: 3 }, { id: 'b', label: '已办' }] },
  })
  await tabs.get('[role=tablist]').trigger('keydown', { key: 'ArrowLeft' })
  expect(tabs.emitted('update:modelValue')!.at(-1)).toEqual(['b'])
  expect(tabs.findAll('[role=tab]').map((tab) => tab.text())).toEqual(['待办 3', '已办'])
  expect(tabs.get('[aria-selected=true]').attributes('tabindex')).toBe('0')
  await tabs.get('[role=tablist]').trigger('keydown', { key: 'ArrowRight' })
  expect(tabs.emitted('update:modelValue')!.at(-1)).toEqual(['a'])
})

test('a rating offers five levels from the best to the worst', async () => {
  const stars = mount(UiStars)
  expect(stars.findAll('label').map((level) => level.text().replace(/[★☆]/g, ''))).toEqual([
    '非常满意', '满意', '基本满意', '不满意', '非常不满意',
  ])
  await stars.findAll('input')[3]!.setValue(true)
  expect(stars.emitted('update:modelValue')!.at(-1)).toEqual([2])
})

test('a QR code draws every dark module once', () => {
  const code = mount(UiQr, { props: { text: 'https://onestop.example/verify/7K3M9QXA' } })
  const dark = encode('https://onestop.example/verify/7K3M9QXA', { ecc: 'M', border: 2 }).data.flat().filter(Boolean).length
  expect(code.findAll('path')[0]!.attributes('d')!.split('M').length - 1).toBe(dark)
  expect(code.attributes('aria-label')).toContain('7K3M9QXA')
})

describe('a paper', () => {
  test('shows its blocks as plain text, never as markup', async () => {
    const paper = mount(PaperSheet, {
      props: {
        origin: 'https://onestop.example',
        blocks: [
          { kind: 'title', text: '受理通知书' },
          { kind: 'para', text: '<img src=x onerror=alert(1)>' },
          { kind: 'table', head: ['期限'], rows: [['<b>20</b>']] },
          { kind: 'qr', text: '/verify/7K3M?h=ab' },
        ],
      },
    })
    expect(paper.find('img').exists()).toBe(false)
    expect(paper.find('b').exists()).toBe(false)
    expect(paper.text()).toContain('<img src=x onerror=alert(1)>')
    await vi.dynamicImportSettled()
    expect(paper.get('[role=img]').attributes('aria-label')).toContain('https://onestop.example/verify/7K3M?h=ab')
  })
})

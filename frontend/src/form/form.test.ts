import { mount } from '@vue/test-utils'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { setLang } from '@/i18n'
import { answerRows, answerText } from './answers'
import { handedIn, isRequired, isShown, type Answer, type Answers, type Form } from './schema'
import SchemaForm from './SchemaForm.vue'
import { sectionState, validateForm } from './validate'

afterEach(() => setLang('zh'))

const form: Form = {
  code: 'test',
  schema: {
    type: 'object',
    required: ['name', 'phone', 'mode', 'money', 'declared', 'buildings'],
    properties: {
      name: { type: 'string', title: '项目名称', 'x-en': 'Project name', 'x-widget': 'text', minLength: 1, maxLength: 5, pattern: '\\S' },
      phone: { type: 'string', title: '联系电话', 'x-en': 'Telephone', 'x-widget': 'text', maxLength: 20, pattern: '^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$' },
      mode: {
        type: 'string', title: '供地方式', 'x-en': 'Supply of land', 'x-widget': 'select', enum: ['GRANT', 'LEASE'],
        'x-options': [{ value: 'GRANT', zh: '出让', en: 'Grant' }, { value: 'LEASE', zh: '租赁', en: 'Lease' }],
      },
      grantDate: { type: 'string', format: 'date', title: '签订日期', 'x-en': 'Date of contract', 'x-widget': 'date', 'x-show-if': { field: 'mode', in: ['GRANT'] } },
      money: { type: 'number', title: '总投资', 'x-en': 'Investment', 'x-widget': 'money', 'x-unit': '万元', minimum: 0, maximum: 1000, multipleOf: 0.000001 },
      floors: { type: 'integer', title: '层数', 'x-en': 'Floors', 'x-widget': 'number', 'x-unit': '层', exclusiveMinimum: 0, maximum: 150 },
      land: { type: 'number', title: '用地', 'x-en': 'Land', 'x-widget': 'area', 'x-unit': '亩', minimum: 0, maximum: 100, multipleOf: 0.0001 },
      foreign: {
        type: 'boolean', title: '是否外资', 'x-en': 'Foreign?', 'x-widget': 'radio',
        'x-options': [{ value: true, zh: '是', en: 'Yes' }, { value: false, zh: '否', en: 'No' }],
      },
      declared: { type: 'boolean', title: '对真实性负责', 'x-en': 'We answer for the truth', 'x-widget': 'checkbox', const: true },
      buildings: {
        type: 'array', title: '单体建筑', 'x-en': 'Buildings', 'x-widget': 'table', minItems: 1, maxItems: 2,
        items: {
          type: 'object', required: ['label'], 'x-order': ['label', 'height'],
          properties: {
            label: { type: 'string', title: '名称', 'x-en': 'Name', 'x-widget': 'text', minLength: 1, maxLength: 60 },
            height: { type: 'number', title: '高度', 'x-en': 'Height', 'x-widget': 'number', 'x-unit': '米', minimum: 0, maximum: 600 },
          },
        },
      },
    },
    allOf: [{ if: { properties: { mode: { const: 'GRANT' } }, required: ['mode'] }, then: { required: ['grantDate'] } }],
  },
  layout: {
    sections: [
      { titleZh: '项目', titleEn: 'Project', fields: ['name', 'phone', 'mode', 'grantDate', 'money', 'floors', 'land', 'foreign'] },
      { titleZh: '其他', titleEn: 'Other', fields: ['buildings', 'declared'] },
    ],
  },
}
const good: Answers = { name: '复材', phone: '13800138000', mode: 'LEASE', money: 3.2, declared: true, buildings: [{ label: '厂房' }] }
const messages = (answers: Answers) => Object.fromEntries(validateForm(form, answers).map(({ path, message }) => [path, message]))

describe('rules between fields', () => {
  const ruled: Form = {
    ...form,
    schema: {
      type: 'object',
      properties: {
        start: { type: 'string', format: 'date', title: '开工', 'x-en': 'Start', 'x-widget': 'date' },
        end: { type: 'string', format: 'date', title: '完工', 'x-en': 'End', 'x-widget': 'date' },
        all: { type: 'number', title: '总数', 'x-en': 'Whole', 'x-widget': 'number', minimum: 0, maximum: 100 },
        one: { type: 'number', title: '甲', 'x-en': 'One', 'x-widget': 'number', minimum: 0, maximum: 100 },
        two: { type: 'number', title: '乙', 'x-en': 'Two', 'x-widget': 'number', minimum: 0, maximum: 100 },
      },
      'x-rules': [{ from: 'start', to: 'end' }, { parts: ['one', 'two'], whole: 'all', exact: true }, { parts: ['two'], whole: 'one' }],
    },
    layout: { sections: [{ titleZh: '一', titleEn: 'A', fields: ['start', 'end', 'all', 'one', 'two'] }] },
  }
  const said = (answers: Answers, only?: string[]) => validateForm(ruled, answers, only).map(({ path, message }) => `${path} ${message}`)

  test('an end is not before its start, parts fit their whole', async () => {
    expect(said({ start: '2027-01-02', end: '2027-01-01' })).toEqual(['end 完工不能早于开工'])
    expect(said({ start: '2027-01-02', end: '2027-01-02', all: 0.3, one: 0.2, two: 0.1 })).toEqual([])
    expect(said({ all: 5, one: 1, two: 2 })).toEqual(['all 总数应等于各分项之和 3', 'two 乙不能大于甲'])
    expect(said({ all: 5, one: 1, two: 2 }, ['two'])).toEqual(['two 乙不能大于甲'])
    await setLang('en')
    expect(said({ start: '2027-01-02', end: '2027-01-01' })).toEqual(['end End: not before Start'])
  })

  test('a field that is wrong by itself is said once', () => {
    expect(said({ all: 500, one: 1, two: 1 })).toHaveLength(1)
  })
})

describe('validation', () => {
  test('finds nothing in good answers', () => expect(validateForm(form, good)).toEqual([]))

  test('of nothing names every required field, in the order of the layout', () => {
    expect(validateForm(form, {}).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'name: 请填写项目名称',
      'phone: 请填写联系电话',
      'mode: 请选择供地方式',
      'money: 请填写总投资',
      'buildings: 请填写单体建筑',
      'declared: 请勾选：对真实性负责',
    ])
  })

  test.each<[string, Answers, string]>([
    ['a name of blanks', { name: '  ' }, '请填写项目名称'],
    ['a long name', { name: '一二三四五六' }, '项目名称不得超过 5 个字'],
    ['rare characters counted as one each', { name: '𠀀𠀁𠀂𠀃𠀄𠀅' }, '项目名称不得超过 5 个字'],
  ])('refuses %s', (_, change, want) => expect(messages({ ...good, ...change }).name).toBe(want))

  test.each<[string, Answers, string, string]>([
    ['a telephone number', { phone: '12345' }, 'phone', '应为手机号码，或带区号的固定电话'],
    ['an unknown choice', { mode: 'GIFT' }, 'mode', '供地方式不在可选范围内'],
    ['a number that is text', { money: '很多' }, 'money', '总投资应为数字'],
    ['a number below', { money: -1 }, 'money', '总投资不得小于 0'],
    ['a number above', { money: 1001 }, 'money', '总投资不得大于 1000'],
    ['too many decimals', { money: 0.1234567 }, 'money', '总投资最多保留 6 位小数'],
    ['a fraction of a floor', { floors: 1.5 }, 'floors', '层数应为整数'],
    ['no floor', { floors: 0 }, 'floors', '层数应大于 0'],
    ['a box not ticked', { declared: false }, 'declared', '请勾选：对真实性负责'],
    ['an empty list', { buildings: [] }, 'buildings', '单体建筑至少选择 1 项'],
    ['a row without its name', { buildings: [{ label: '厂房' }, { height: 9 }] }, 'buildings.1.label', '请填写名称'],
  ])('explains %s', (_, change, path, want) => expect(messages({ ...good, ...change })[path]).toBe(want))

  test.each([0.1, 0.3, 3.2, 86.5, 0.000001, 999.999999, 123.456789])('takes %s 万元 in spite of floating point', (money) =>
    expect(validateForm(form, { ...good, money })).toEqual([]))
  test.each([0.0001, 86.5, 33.3333, 99.9999])('takes %s 亩 in spite of floating point', (land) =>
    expect(validateForm(form, { ...good, land })).toEqual([]))

  test('asks for a field of a condition only while the condition holds', () => {
    expect(messages({ ...good, mode: 'GRANT' })).toEqual({ grantDate: '请填写签订日期' })
    expect(messages({ ...good, mode: 'GRANT', grantDate: '下周一' })).toEqual({ grantDate: '签订日期应为日期，例如 2026-11-22' })
    expect(messages({ ...good, mode: 'GRANT', grantDate: '2026-02-30' })).toHaveProperty('grantDate')
    expect(messages({ ...good, mode: 'GRANT', grantDate: '2026-02-28' })).toEqual({})
    expect(messages({ ...good, mode: 'LEASE', grantDate: '下周一' })).toEqual({})
  })

  test('looks at one section alone', () => {
    expect(validateForm(form, {}, form.layout.sections[1]!.fields).map(({ path }) => path)).toEqual(['buildings', 'declared'])
  })

  test('speaks the language that is shown, also after a switch', async () => {
    const [first] = validateForm(form, {})
    expect(first!.message).toBe('请填写项目名称')
    await setLang('en')
    expect(first!.message).toBe('Enter Project name')
  })
})

describe('what is handed in', () => {
  test('leaves out what is empty and what is not asked', () => {
    const answers = { ...good, mode: 'LEASE', grantDate: '2026-02-28', floors: undefined, phone: '' }
    const { phone: _phone, ...rest } = good
    expect(handedIn(form.schema, answers)).toEqual(rest)
  })

  test('keeps a false and a zero', () => {
    expect(handedIn(form.schema, { foreign: false, money: 0 })).toEqual({ foreign: false, money: 0 })
  })
})

test('a section is to do, in work, then done', () => {
  expect(sectionState(form, 1, {})).toBe('todo')
  expect(sectionState(form, 1, { declared: true })).toBe('doing')
  expect(sectionState(form, 1, good)).toBe('done')
})

test('a field is required by the schema or by a condition that holds', () => {
  expect(isRequired(form.schema, 'name', {})).toBe(true)
  expect(isRequired(form.schema, 'grantDate', {})).toBe(false)
  expect(isRequired(form.schema, 'grantDate', { mode: 'GRANT' })).toBe(true)
  expect(isShown(form.schema, 'grantDate', { mode: 'LEASE' })).toBe(false)
})

test('answers are read as people write them', () => {
  const properties = form.schema.properties!
  expect(answerText(properties.money!, 32000)).toBe('3.2 亿元')
  expect(answerText(properties.land!, 120)).toBe('120 亩（80,000 ㎡）')
  expect(answerText(properties.mode!, 'GRANT')).toBe('出让')
  expect(answerText(properties.foreign!, false)).toBe('否')
  expect(answerText(properties.grantDate!, '2026-02-28')).toBe('2026年2月28日')
  expect(answerText(properties.buildings!, [{ label: '厂房', height: 12.5 }])).toBe('1. 名称 厂房 · 高度 12.5 米')
  expect(answerRows(form, 0, good).map(({ key }) => key)).not.toContain('grantDate')
})

describe('the rendered form', () => {
  function shown(answers: Answers, props: object = {}) {
    return mount(SchemaForm, { props: { form, modelValue: answers, ...props } })
  }

  test('shows a conditional field when its condition comes true', async () => {
    const page = shown({ mode: 'LEASE' })
    expect(page.find('#f-grantDate').exists()).toBe(false)
    await page.get('#f-mode').setValue('GRANT')
    const answers = page.emitted('update:modelValue')!.at(-1)![0] as Answers
    expect(answers.mode).toBe('GRANT')
    await page.setProps({ modelValue: answers })
    expect(page.find('#f-grantDate').exists()).toBe(true)
  })

  test('gives booleans, numbers and rows as such', async () => {
    const page = shown({ buildings: [{ label: '厂房' }] })
    const last = () => page.emitted('update:modelValue')!.at(-1)![0] as Answers
    await page.findAll('input[type=radio]')[1]!.setValue(true)
    expect(last().foreign).toBe(false)
    await page.get('#f-money').setValue('3.2')
    expect(last().money).toBe(3.2)
    await page.get('#f-money').setValue('')
    expect(last().money).toBeUndefined()
    await page.get('#f-buildings-0-height').setValue('12')
    expect(last().buildings).toEqual([{ label: '厂房', height: 12 }])
    await page.findAll('.form-table button').at(-1)!.trigger('click')
    expect(last().buildings).toEqual([{ label: '厂房', height: 12 }, {}])
  })

  test('puts the errors of the server, named inside a larger body, at their fields', () => {
    const page = shown({}, { prefix: 'form.', errors: [{ path: 'form.name', message: '名称已被使用' }] })
    expect(page.get('#f-form-name').attributes('aria-invalid')).toBe('true')
    expect(page.text()).toContain('名称已被使用')
  })

  test('shows one section alone, in English', async () => {
    await setLang('en')
    const page = shown({}, { section: 1 })
    expect(page.findAll('h2').map((title) => title.text())).toEqual(['Other'])
    expect(page.text()).toContain('We answer for the truth')
  })
})

// The catalogue's own forms: what the server takes, the browser takes.
const folder = join(import.meta.dirname, '../../../workflow/catalog/forms')
const codes = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('the forms of the catalogue', () => {
  const read = <T>(...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as T

  test('are there', () => expect(codes.length).toBeGreaterThan(10))

  test.each(codes)('%s takes its filled sample and refuses an empty one', (file) => {
    const own = read<Form>(file)
    const sample = read<Answers>('samples', file)
    expect(validateForm(own, sample).map(({ path, message }) => `${path}: ${message}`)).toEqual([])
    const missing = validateForm(own, {}).map(({ path }) => path)
    expect(missing).toEqual(expect.arrayContaining(own.schema.required!))
    for (const { message } of validateForm(own, {})) expect(message).not.toContain('{')
  })

  test.each(codes)('%s is drawn with every field that its sample shows', (file) => {
    const own = read<Form>(file)
    const sample = read<Answers>('samples', file)
    const page = mount(SchemaForm, { props: { form: own, modelValue: sample } })
    for (const name of Object.keys(own.schema.properties!)) {
      expect(page.find(`#f-${name}`).exists(), name).toBe(isShown(own.schema, name, sample))
    }
  })

  test('have an English word for each unit', async () => {
    await setLang('en')
    const { unitOf } = await import('./schema')
    for (const file of codes) {
      const fields = Object.values(read<Form>(file).schema.properties!)
      for (const schema of fields.flatMap((field) => [field, ...Object.values(field.items?.properties ?? {})])) {
        expect(unitOf(schema) ?? '', `${file} ${schema.title}`).not.toMatch(/[\u4e00-\u9fff]/)
      }
    }
  })

  // Each line is [form, field, answer, fields that are then wrong], as the server says (TestThePagesAreHeldToWhatTheServerRefuses).
  test('refuse at the same fields what the server refuses', () => {
    const forms = new Map(codes.map((file) => [file.slice(0, -5), [read<Form>(file), read<Answers>('samples', file)] as const]))
    const lines = readFileSync(join(folder, '../testdata/verdicts.txt'), 'utf8').trim().split('\n')
    const differ = lines.flatMap((line) => {
      const [code, field, value, want] = JSON.parse(line) as [string, string, Answer, string[]]
      const [own, sample] = forms.get(code)!
      const answers = { ...sample, [field]: written(value) }
      if (value === null) delete answers[field]
      const got = [...new Set(validateForm(own, answers).map(({ path }) => path))].sort()
      if (want.length === 20) return want.every((path) => got.includes(path)) ? [] : [line]
      return got.join() === want.join() ? [] : [`${line} ${got.join()}`]
    })
    expect(differ).toEqual([])
    expect(lines.length).toBeGreaterThan(3000)
  })
})

/** A long answer stands in the file as {times, of}, at any depth. */
function written(value: Answer): Answer {
  if (Array.isArray(value)) return value.map((row) => (typeof row === 'object' && row ? writtenRow(row) : row)) as Answers[]
  const long = value as unknown as { times?: number; of?: Answer }
  if (!long || typeof long !== 'object' || !long.times) return value
  return typeof long.of === 'string' ? long.of.repeat(long.times) : (Array(long.times).fill(long.of) as Answers[])
}
function writtenRow(row: Answers): Answers {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, written(cell)]))
}

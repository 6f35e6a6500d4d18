import { lang } from '@/i18n'
import { normal } from './code'

/** A value that a form can hold. */
export type Answer = string | number | boolean | null | Answers[] | undefined
export interface Answers {
  [field: string]: Answer
}

/** A choice of select and radio. */
export interface Option {
  value: string | number | boolean
  zh: string
  en: string
}

/** The part of JSON Schema (2020-12) that forms use, with its annotations; the catalogue checks that it is no more. */
export interface FieldSchema {
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'
  title?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  required?: string[]
  properties?: Record<string, FieldSchema>
  items?: FieldSchema
  allOf?: FieldSchema[]
  if?: FieldSchema
  then?: FieldSchema
  'x-en'?: string
  'x-help-en'?: string
  'x-unit'?: string
  'x-widget'?: 'text' | 'textarea' | 'number' | 'date' | 'select' | 'radio' | 'checkbox' | 'money' | 'area' | 'table'
  'x-options'?: Option[]
  'x-prefill'?: string
  'x-attr'?: string
  'x-show-if'?: { field: string; in: unknown[] }
  'x-order'?: string[]
  'x-rules'?: FormRule[]
}

/**
 * Numbers that together are no more than another (exact: just as much), as much as others, or less than a
 * bound; or a date that is not before another. `when`: only then.
 */
export interface FormRule {
  parts?: string[]
  whole?: string
  exact?: boolean
  others?: string[]
  below?: number
  when?: { field: string; in: unknown[] }
  from?: string
  to?: string
}

export interface Section {
  titleZh: string
  titleEn: string
  fields: string[]
}

/** What an applicant fills in, as the catalogue has it. */
export interface Form {
  code: string
  schema: FieldSchema
  layout: { sections: Section[] }
}

const unitsEn: Record<string, string> = {
  '%': '%',
  '°': '°',
  万元: 'CNY 10,000',
  '万元/亩': 'CNY 10,000 per mu',
  元: 'CNY',
  亩: 'mu',
  公顷: 'ha',
  '㎡': 'm²',
  立方米: 'm³',
  万立方米: '10,000 m³',
  米: 'm',
  公里: 'km',
  层: 'storeys',
  个: 'pieces',
  台: 'units',
  人: 'people',
  户: 'households',
  年: 'years',
  个月: 'months',
  天: 'days',
  吨: 't',
  '吨/年': 't a year',
  '吨/㎡': 't/m²',
  吨二氧化碳: 't CO₂',
  吨标准煤: 'tce',
  '吨标准煤/万元': 'tce per CNY 10,000',
  '升/秒': 'L/s',
  千瓦: 'kW',
  千伏安: 'kVA',
  万千瓦时: '10,000 kWh',
  吉焦: 'GJ',
}

export function titleOf(schema: FieldSchema): string {
  return (lang.value === 'en' && schema['x-en']) || schema.title || ''
}
export function helpOf(schema: FieldSchema): string | undefined {
  return (lang.value === 'en' && schema['x-help-en']) || schema.description
}
export function unitOf(schema: FieldSchema): string | undefined {
  const unit = schema['x-unit']
  return unit && lang.value === 'en' ? (unitsEn[unit] ?? unit) : unit
}
export function optionName(option: Option): string {
  return lang.value === 'en' ? option.en : option.zh
}
export function sectionTitle(section: Section): string {
  return lang.value === 'en' ? section.titleEn : section.titleZh
}

/** Whether a field is asked, given the other answers; it hides with the field that asks for it. */
export function isShown(root: FieldSchema, name: string, answers: Answers): boolean {
  const condition = root.properties?.[name]?.['x-show-if']
  if (!condition) return true
  return isShown(root, condition.field, answers) && condition.in.includes(answers[condition.field])
}

/** Whether a field has to be answered, given the other answers: `required`, and the `then` of every `if` that holds. */
export function isRequired(root: FieldSchema, name: string, answers: Answers): boolean {
  if (root.required?.includes(name)) return true
  return [root, ...(root.allOf ?? [])].some(
    (part) => part.then?.required?.includes(name) && part.if !== undefined && holds(part.if, answers),
  )
}

/** Whether the condition of an `if` holds: its properties are const or enum, and it requires them. */
function holds(condition: FieldSchema, answers: Answers): boolean {
  const given = (condition.required ?? []).every((name) => answers[name] !== undefined)
  return (
    given &&
    Object.entries(condition.properties ?? {}).every(([name, wanted]) => {
      const answer = answers[name]
      if (answer === undefined) return true
      if ('const' in wanted) return answer === wanted.const
      return wanted.enum === undefined || wanted.enum.includes(answer)
    })
  )
}

/**
 * The answers as they are handed in: without what is not asked and without what is empty, codes and numbers
 * as the server keeps them.
 */
export function handedIn(root: FieldSchema, answers: Answers): Answers {
  const kept = Object.entries(root.properties ?? {})
    .filter(([name]) => isShown(root, name, answers))
    .map(([name, schema]): [string, Answer] => {
      const answer = answers[name]
      if (typeof answer === 'string') return [name, normal(schema, answer.replace(/^[\s\u200B]+|[\s\u200B]+$/g, ''))]
      const rows = schema.items && Array.isArray(answer) ? answer.map((row) => handedIn(schema.items!, row)) : answer
      return [name, rows]
    })
  return Object.fromEntries(kept.filter(([, answer]) => answer !== undefined && answer !== null && answer !== ''))
}

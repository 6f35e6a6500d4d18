import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'
import type { FieldError } from '@/composables/problem'
import { t } from '@/i18n'
import { handedIn, titleOf, type Answers, type FieldSchema, type Form, type FormRule } from './schema'

/** Keywords that say what is wrong; the others only say that something below is. */
const telling = new Set([
  'required',
  'type',
  'enum',
  'const',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
])

/** Patterns that have words of their own, by what stands in them. */
const knownPatterns = [
  { has: '1[3-9][0-9]{9}', key: 'form.phone' },
  { has: '[0-9A-HJ-NP-RTUW-Y]{10}', key: 'form.uscc' },
  { has: '^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$', key: 'form.projectCode' },
] as const

/** How urgent an error is where a field has several: one each is shown. */
const urgency = ['required', 'type', 'const', 'enum', 'format', 'minLength', 'maxLength']

const validators = new WeakMap<FieldSchema, Validator>()

function validatorOf(schema: FieldSchema): Validator {
  const known = validators.get(schema)
  if (known) return known
  const made = new Validator(schema as Schema, '2020-12', false)
  validators.set(schema, made)
  return made
}

interface Finding {
  path: string
  keyword: string
}

function finding(unit: OutputUnit): Finding {
  const path = unit.instanceLocation.replace(/^#\/?/, '').split('/').filter(Boolean).map(decode).join('.')
  if (unit.keyword !== 'required') return { path, keyword: unit.keyword }
  const name = /"([^"]+)"/.exec(unit.error)?.[1] ?? ''
  return { path: path ? `${path}.${name}` : name, keyword: 'required' }
}

function decode(part: string): string {
  return decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~')
}

/** The schema of the field at a path such as buildings.0.floors. */
export function schemaAt(root: FieldSchema, path: string): FieldSchema | undefined {
  return path
    .split('.')
    .reduce<FieldSchema | undefined>(
      (schema, part) => (/^\d+$/.test(part) ? schema?.items : schema?.properties?.[part]),
      root,
    )
}

/** What is wrong, in the shown language. */
export function explain(schema: FieldSchema, keyword: string): string {
  const field = titleOf(schema)
  const limit = schema[keyword as 'minimum'] as number
  const chosen = ['select', 'radio'].includes(schema['x-widget'] ?? '')
  switch (keyword) {
    case 'required':
      if (schema['x-widget'] === 'checkbox') return t('form.const', { field })
      return t(chosen ? 'form.requiredChoice' : 'form.required', { field })
    case 'type':
      if (schema.type === 'integer') return t('form.integer', { field })
      return t(schema.type === 'number' ? 'form.number' : 'form.type', { field })
    case 'pattern': {
      if (schema.pattern === '\\S') return t('form.required', { field })
      const known = knownPatterns.find(({ has }) => schema.pattern?.includes(has))
      return known ? t(known.key) : t('form.pattern', { field })
    }
    case 'format':
      return t(schema.format === 'date' ? 'form.date' : schema.format === 'email' ? 'form.email' : 'form.type', { field })
    case 'multipleOf':
      return t('form.multipleOf', { field, limit: Math.max(0, -Math.round(Math.log10(limit))) })
    case 'const':
      return t('form.const', { field })
    case 'enum':
      return t('form.enum', { field })
    case 'minLength':
      if (limit <= 1) return t('form.required', { field })
      return t('form.minLength', { field, limit })
    default:
      return t(`form.${keyword}` as 'form.minimum', { field, limit })
  }
}

/** Money has six decimals and land four: a product of two floats, so the rest is compared with a tolerance. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step
  return Math.abs(times - Math.round(times)) < 1e-6 * Math.max(1, Math.abs(times) * 1e-6)
}

function valueAt(answers: Answers, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], answers)
}

interface Breach {
  path: string
  /** What is wrong, in the shown language. */
  say: () => string
}

/** What a rule between fields finds wrong in answers that are right one by one, as the server will. */
function breach(root: FieldSchema, rule: FormRule, given: Answers): Breach | undefined {
  const title = (name: string) => titleOf(root.properties![name]!)
  const { parts = [], whole = '', from, to } = rule
  if (from && to) {
    const [start, end] = [given[from], given[to]]
    if (!start || !end || String(start) <= String(end)) return undefined
    return { path: to, say: () => t('form.beforeStart', { field: title(to), other: title(from) }) }
  }
  const total = given[whole]
  if (typeof total !== 'number') return undefined
  const sum = parts.reduce((all, name) => all + Number(given[name] ?? 0), 0)
  const least = 1e-7
  if (!rule.exact && sum - total > least)
    return { path: parts[0]!, say: () => t('form.moreThanWhole', { field: title(parts[0]!), other: title(whole) }) }
  if (rule.exact && Math.abs(sum - total) > least)
    return { path: whole, say: () => t('form.notTheSum', { field: title(whole), limit: Number(sum.toFixed(6)) }) }
  return undefined
}

/**
 * Checks the answers against the form's schema, as the server will, and gives
 * one error a field in the order of the layout. The messages follow the
 * language.
 *
 * @param only the fields to look at, such as those of one section
 */
export function validateForm(form: Form, answers: Answers, only?: string[]): FieldError[] {
  const root = form.schema
  const given = handedIn(root, answers)
  const order = form.layout.sections.flatMap((section) => section.fields)
  const found = new Map<string, string>()
  for (const unit of validatorOf(root).validate(given).errors) {
    if (!telling.has(unit.keyword)) continue
    const { path, keyword } = finding(unit)
    const schema = schemaAt(root, path)
    const name = path.split('.')[0]!
    if (!schema || (only && !only.includes(name))) continue
    if (keyword === 'multipleOf' && isMultiple(Number(valueAt(given, path)), schema.multipleOf!)) continue
    const before = found.get(path)
    if (before === undefined || rank(keyword) < rank(before)) found.set(path, keyword)
  }
  const errors = [...found].map(([path, keyword]): Breach => ({ path, say: () => explain(schemaAt(root, path)!, keyword) }))
  for (const rule of root['x-rules'] ?? []) {
    const fields = [...(rule.parts ?? []), rule.whole, rule.from, rule.to]
    const wrong = fields.some((name) => name && found.has(name)) ? undefined : breach(root, rule, given)
    if (wrong && (!only || only.includes(wrong.path))) errors.push(wrong)
  }
  return errors
    .sort((a, b) => place(order, a.path) - place(order, b.path))
    .map(({ path, say }) => ({
      path,
      get message() {
        return say()
      },
    }))
}

function rank(keyword: string): number {
  const at = urgency.indexOf(keyword)
  return at < 0 ? urgency.length : at
}
function place(order: string[], path: string): number {
  return order.indexOf(path.split('.')[0]!)
}

/** How far a section has come: for the task list. */
export function sectionState(form: Form, index: number, answers: Answers): 'done' | 'doing' | 'todo' {
  const fields = form.layout.sections[index]!.fields
  if (validateForm(form, answers, fields).length === 0) return 'done'
  const given = handedIn(form.schema, answers)
  return fields.some((field) => given[field] !== undefined && given[field] !== false) ? 'doing' : 'todo'
}

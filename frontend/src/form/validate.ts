import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'
import type { FieldError } from '@/composables/problem'
import { t } from '@/i18n'
import { codeOf, failsCheck } from './code'
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

/** The words for a code of the wrong shape. */
const codeWords = { uscc: 'form.uscc', phone: 'form.phone', project: 'form.projectCode' } as const

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
      const code = codeOf(schema)
      return code ? t(codeWords[code]) : t('form.pattern', { field })
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

/** Whether a number has no more decimals than its step, 0.01 say: by its shortest text, as the server reads it. */
function isMultiple(value: number, step: number): boolean {
  const decimals = Math.max(0, -Math.round(Math.log10(step)))
  return Number(value.toFixed(decimals)) === value
}

function valueAt(answers: Answers, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], answers)
}

interface Breach {
  path: string
  /** What is wrong, in the shown language. */
  say: () => string
}

/** Less than the last decimal that a form takes. */
const least = 1e-7
const short = (n: number) => Number(n.toFixed(6))

/** What fields add up to; undefined where none has an answer. */
function sumOf(given: Answers, names: string[]): number | undefined {
  const numbers = names.map((name) => given[name]).filter((answer) => typeof answer === 'number')
  return numbers.length ? numbers.reduce((all, n) => all + n, 0) : undefined
}

/** What a rule between fields finds wrong in answers that are right one by one, as the server will. */
function breach(root: FieldSchema, rule: FormRule, given: Answers): Breach | undefined {
  if (rule.when && !rule.when.in.includes(given[rule.when.field])) return undefined
  const title = (name: string) => titleOf(root.properties![name]!)
  const { parts = [], whole = '', others, below, from, to } = rule
  if (from && to) {
    const [start, end] = [given[from], given[to]]
    if (!start || !end || String(start) <= String(end)) return undefined
    return { path: to, say: () => t('form.beforeStart', { field: title(to), other: title(from) }) }
  }
  const known = sumOf(given, parts)
  if (known === undefined && !rule.exact) return undefined
  const sum = known ?? 0
  const first = parts[0]!
  if (below !== undefined) {
    if (sum < below - least) return undefined
    return { path: first, say: () => t('form.sumBelow', { field: parts.map(title).join(' + '), limit: below }) }
  }
  if (others) {
    const rest = sumOf(given, others)
    if (rest === undefined || Math.abs(sum - rest) <= least) return undefined
    const [one, other] = [parts, others].map((names) => names.map(title).join(' + ')) as [string, string]
    return { path: others[0]!, say: () => t('form.notInBalance', { one, sum: short(sum), other, rest: short(rest) }) }
  }
  const total = given[whole]
  if (typeof total !== 'number') return undefined
  if (!rule.exact && sum - total > least)
    return { path: first, say: () => t('form.moreThanWhole', { field: title(first), other: title(whole) }) }
  if (rule.exact && Math.abs(sum - total) > least)
    return { path: whole, say: () => t('form.notTheSum', { field: title(whole), limit: short(sum) }) }
  return undefined
}

/** A breach, with the fields that must be right by themselves before it is told. */
interface Found extends Breach {
  of: string[]
}

/** What answers do not keep that are right one by one: the rules of a form or a row, and the check characters of codes. */
function breaches(root: FieldSchema, given: Answers): Found[] {
  const out = (root['x-rules'] ?? []).flatMap((rule): Found[] => {
    const wrong = breach(root, rule, given)
    const of = [...(rule.parts ?? []), ...(rule.others ?? []), rule.whole, rule.from, rule.to].filter((name) => name !== undefined)
    return wrong ? [{ ...wrong, of }] : []
  })
  for (const [name, schema] of Object.entries(root.properties ?? {})) {
    const answer = given[name]
    if (failsCheck(schema, answer)) out.push({ path: name, say: () => t('form.usccCheck'), of: [name] })
    if (!schema.items || !Array.isArray(answer)) continue
    answer.forEach((row, i) => {
      const at = (path: string) => `${name}.${i}.${path}`
      out.push(...breaches(schema.items!, row).map((wrong) => ({ ...wrong, path: at(wrong.path), of: wrong.of.map(at) })))
    })
  }
  return out
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
  const wrong = breaches(root, given).filter(({ path, of }) => !of.some((name) => found.has(name)) && (!only || only.includes(path.split('.')[0]!)))
  return [...errors, ...wrong]
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

import { formatArea, formatDate, formatMoney, formatNumber, t } from '@/i18n'
import { isShown, optionName, titleOf, unitOf, type Answer, type Answers, type FieldSchema, type Form } from './schema'

const fenPerWan = 1_000_000

/** An answer as a person reads it. */
export function answerText(schema: FieldSchema, answer: Answer): string {
  if (answer === undefined || answer === null || answer === '') return ''
  const option = schema['x-options']?.find(({ value }) => value === answer)
  if (option) return optionName(option)
  if (typeof answer === 'boolean') return t(answer ? 'yes' : 'no')
  if (Array.isArray(answer)) return rowsText(schema.items, answer)
  if (typeof answer === 'string') return schema.format === 'date' ? formatDate(answer) : answer
  if (schema['x-widget'] === 'money') return formatMoney(Math.round(answer * fenPerWan))
  if (schema['x-widget'] === 'area') return formatArea(Math.round((answer * 2000) / 3))
  const unit = unitOf(schema)
  return unit ? `${formatNumber(answer, 6)} ${unit}` : formatNumber(answer, 6)
}

function rowsText(schema: FieldSchema | undefined, rows: Answers[]): string {
  const columns = schema?.['x-order'] ?? Object.keys(schema?.properties ?? {})
  return rows
    .map((row, index) => {
      const cells = columns.map((name) => {
        const column = schema!.properties![name]!
        return `${titleOf(column)} ${answerText(column, row[name]) || '—'}`
      })
      return `${index + 1}. ${cells.join(' · ')}`
    })
    .join('\n')
}

/** The answers of one section, for checking before they are handed in and for reading afterwards. */
export function answerRows(form: Form, section: number, answers: Answers) {
  return form.layout.sections[section]!.fields.flatMap((key) => {
    const schema = form.schema.properties![key]!
    if (!isShown(form.schema, key, answers)) return []
    return [{ key, label: titleOf(schema), value: answerText(schema, answers[key]) || t('form.notFilled') }]
  })
}

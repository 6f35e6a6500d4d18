/** A field that an act of administration changed, both sides as text. */
export interface FieldChange {
  field: string
  before: string
  after: string
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function fields(value: unknown): Record<string, unknown> {
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

const bookkeeping = new Set(['version', 'updatedAt', 'updatedBy']) // they change with every act

/** What differs between the two sides of an act, in the order of the fields; bookkeeping is left out. */
export function eventDiff(before: unknown, after: unknown): FieldChange[] {
  const [old, now] = [fields(before), fields(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !bookkeeping.has(field))
    .map((field) => ({ field, before: text(old[field]), after: text(now[field]) }))
    .filter((one) => one.before !== one.after)
}

import { faultOfUSCC, normalUSCC } from '@/composables/uscc'
import type { FieldSchema } from './schema'

/** The patterns of the forms' codes: what stands in them tells them apart. */
const marks = {
  uscc: '[0-9A-HJ-NP-RTUW-Y]{10}',
  phone: '1[3-9][0-9]{9}',
  project: '^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$',
}
export type Code = keyof typeof marks

/** Which code a field asks for. */
export function codeOf(schema: FieldSchema): Code | undefined {
  return (Object.keys(marks) as Code[]).find((code) => schema.pattern?.includes(marks[code]))
}

/** A telephone number without +86, blanks, hyphens and brackets, as the server reads it. */
function normalPhone(typed: string): string {
  const plain = normalUSCC(typed).replace(/[-()]/g, '')
  const rest = /^(?:\+86|0086)(.*)$/.exec(plain)?.[1]
  if (rest === undefined) return plain
  return /^1[3-9]\d{9}$/.test(rest) || rest.startsWith('0') ? rest : `0${rest}`
}

/** What a person typed into a field of a code, as the server keeps it; what cannot be read stays as it is. */
export function normal(schema: FieldSchema, typed: string): string {
  const code = codeOf(schema)
  if (!code) return typed
  const folded = code === 'phone' ? normalPhone(typed) : normalUSCC(typed)
  const plain = code === 'project' ? folded.replace(/[—–‐−]/g, '-') : folded
  if (code === 'uscc' ? faultOfUSCC(plain) !== null : !new RegExp(schema.pattern!).test(plain)) return typed
  return plain
}

/** Whether a credit code that has the shape of one fails its check character (GB 32100). */
export function failsCheck(schema: FieldSchema, answer: unknown): boolean {
  return codeOf(schema) === 'uscc' && typeof answer === 'string' && faultOfUSCC(answer) === 'check'
}

import type { PaperMaterial } from '@/api/counter'

/** A line of the list of materials, as it is ticked off at the counter. */
export interface PaperLine {
  code: string
  name: string
  required: boolean
  got: boolean
  form: string
  copies: number | string | null
  pages: number | string | null
}

/** The list as it begins: nothing ticked; a tick stands for one original. */
export function paperLine(code: string, name: string, required: boolean): PaperLine {
  return { code, name, required, got: false, form: 'ORIGINAL', copies: 1, pages: 1 }
}

/** What was ticked; a number that is none goes as 0 and is refused at its field. */
export function ticked(lines: readonly PaperLine[]): PaperMaterial[] {
  const count = (value: number | string | null) => (typeof value === 'number' && Number.isInteger(value) ? value : 0)
  return lines.filter(({ got }) => got).map(({ code, form, copies, pages }) => ({ code, form, copies: count(copies), pages: count(pages) }))
}

import type { ReviewPoint } from '@/api/case'
import { lang } from '@/i18n'

const words = (points: ReviewPoint[] | null | undefined, code: string, check: boolean): string[] =>
  (points ?? []).filter((point) => point.material === code && point.check === check).map(({ text }) => text[lang.value])

/** What is to be ticked before a material is found in order, from the version of the item that the case is bound to. */
export function checksOf(points: ReviewPoint[] | null | undefined, code: string): string[] {
  return words(points, code, true)
}

/** What is only told of a material; of the whole case with no code. */
export function notesOf(points: ReviewPoint[] | null | undefined, code: string): string[] {
  return words(points, code, false)
}

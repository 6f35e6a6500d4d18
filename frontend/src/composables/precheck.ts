import type { PreCheckPoint } from '@/api/precheck'
import type { Form } from '@/form/schema'

/** Where a point is dealt with in the application: its material, or the section of its field; undefined for the whole. */
export function placeOf(point: Pick<PreCheckPoint, 'material' | 'field'>, caseId: number, form?: Form): string | undefined {
  if (point.material) return `/apply/${caseId}/materials#material-${point.material}`
  const section = form?.layout.sections.findIndex(({ fields }) => fields.includes(point.field ?? '')) ?? -1
  return point.field && section >= 0 ? `/apply/${caseId}/form/${section + 1}` : undefined
}

/** How many suggested changes are still to be made; a point on the whole is the reader's own judgement. */
export function leftOf(points: readonly PreCheckPoint[]): number {
  return points.filter(({ verdict, done, material, field }) => verdict === 'CHANGE' && !done && (material || field)).length
}

/** A share as whole percent; something is never 0 %, nor not all 100 %. */
export function shareOf(part: number, whole: number): string {
  if (!whole || !part) return '0%'
  if (part === whole) return '100%'
  return `${Math.min(99, Math.max(1, Math.round((part / whole) * 100)))}%`
}

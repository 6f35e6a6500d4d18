import type { CaseDetail } from '@/api/case'

/** How departments and people are called. */
export interface Names {
  dept: (code: string) => string
  person: (id: number) => string
}

/** The date that leads now: told beside what is under way. */
export function leadingDate(detail: CaseDetail): string | null {
  const { case: one } = detail
  return ['SUBMITTED', 'RAISED'].includes(one.status) ? one.windowDue : ['APPROVED', 'CERTIFICATE_MAKING', 'REFUSED'].includes(one.status) ? one.deliverDue : one.dueOn
}

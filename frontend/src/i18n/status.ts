import { label } from './labels.case'

const lists = { FILING: 'FilingStatus', SERVICE: 'FactorRequestStatus', TASK: 'TaskStatus', COMPOSITE: 'CompositeStatus' } as const

/** What a status is called, by the flow that it belongs to. */
export function statusLabel(flow: string, status: string): string {
  return label(lists[flow as keyof typeof lists] ?? 'CaseStatus', status)
}

const bad = new Set(['NOT_ACCEPTED', 'RETURNED', 'REFUSED', 'TERMINATED', 'NOT_POSSIBLE', 'CORRECTION_ORDERED'])
const waiting = new Set(['CORRECTION_REQUIRED', 'INFO_INCOMPLETE', 'PENDING', 'REOPENED'])
const good = new Set(['APPROVED', 'CERTIFICATE_MAKING', 'DELIVERED', 'FILED', 'UPDATED', 'CONNECTED', 'SATISFIED', 'CONFIRMED', 'DONE', 'CLOSED'])
const idle = new Set(['DRAFT', 'ABANDONED', 'WITHDRAWN', 'CANCELLED', 'SPECIAL_PROCEDURE', 'SUSPENDED', 'NOT_REQUIRED'])

/** How a status is coloured for the applicant; its words say the same. */
export function statusTone(status: string): 'green' | 'blue' | 'yellow' | 'red' | 'grey' {
  if (bad.has(status)) return 'red'
  if (waiting.has(status)) return 'yellow'
  if (good.has(status)) return 'green'
  return idle.has(status) ? 'grey' : 'blue'
}

/** Whether the applicant's side has something to do: to correct, to complete, to confirm. */
export function waitsForApplicant(status: string): boolean {
  return ['CORRECTION_REQUIRED', 'INFO_INCOMPLETE', 'CONNECTED', 'SATISFIED', 'NOT_POSSIBLE'].includes(status)
}

/** Whether nothing moves the case any more. */
export function isEnded(status: string): boolean {
  return ['ABANDONED', 'NOT_ACCEPTED', 'NOT_REQUIRED', 'RETURNED', 'WITHDRAWN', 'TERMINATED', 'DELIVERED', 'CANCELLED', 'CONFIRMED', 'DONE', 'CLOSED'].includes(status)
}

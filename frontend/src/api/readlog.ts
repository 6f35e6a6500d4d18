import type { InstantText } from './case'
import { requestRows } from './request'

/** Who of the county read what, when and in which post. */
export interface ReadRecord {
  id: number
  at: InstantText
  userId: number
  userName: string
  role: string
  deptCode: string
  forName: string
  /** FILE, CASE or PRECHECK */
  kind: string
  caseId: number
  caseNumber: string
  subjectId: number
  subject: string
}

export interface ReadQuery {
  user?: string
  caseNumber?: string
  kind?: string
  from?: string
  to?: string
  before?: number
  limit?: number
}

export function listReads(query: ReadQuery): Promise<ReadRecord[]> {
  return requestRows('/api/v1/read-log', { query: { ...query } })
}

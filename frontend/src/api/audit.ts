import type { InstantText } from './case'
import { requestRows } from './request'

/** One act of administration. */
export interface AdminEvent {
  id: number
  at: InstantText
  actorId: number
  actorName: string
  actorRole: string
  action: string
  subjectKind: string
  subjectId: number
  before: unknown
  after: unknown
  reason: string
  ip: string
}

/** One hash over the journals that moved on a day, chained to the day before. */
export interface DailyRoot {
  on: string
  heads: number
  root: string
  prevRoot: string
  algo: string
  createdAt: InstantText
}

export interface AuditQuery {
  action?: string
  actor?: string
  subjectKind?: string
  from?: string
  to?: string
  before?: number
  limit?: number
}

export function listAudit(query: AuditQuery): Promise<AdminEvent[]> {
  return requestRows('/api/v1/audit', { query: { ...query } })
}

export function listRoots(query: { before?: string; limit?: number }): Promise<DailyRoot[]> {
  return requestRows('/api/v1/audit/roots', { query })
}

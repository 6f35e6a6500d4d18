import type { InstantText } from './case'
import { request, requestRows } from './request'

/** A promise that an enterprise broke in a case; it stands until it is repaired. */
export interface CreditRecord {
  id: number
  caseId: number
  kind: 'GAP' | 'FALSE_PROMISE'
  caseNumber: string
  itemCode: string
  itemName: string
  deptCode: string
  brokenAt: InstantText
  reason: string
  repairedAt: InstantText
  repairReason: string
}

/** The records of an enterprise, the newest first, repaired ones too. */
export function listCredit(id: number): Promise<CreditRecord[]> {
  return requestRows('/api/v1/enterprises/{id}/credit', { path: { id } })
}

/** 信用修复, by the department that recorded it and a second person. */
export function repairCredit(id: number, body: { reason: string; secondId: number }): Promise<CreditRecord> {
  return request('POST', '/api/v1/credit/{id}/repair', { path: { id }, body })
}

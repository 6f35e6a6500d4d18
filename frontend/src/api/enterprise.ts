import type { InstantText } from './case'
import { request, requestRows } from './request'

export interface Enterprise {
  id: number
  uscc: string
  name: string
  kind: string
  region: string
  legalPerson: string
  contactName: string
  contactPhone: string
  address: string
  industry: string
  scale: string
  status: string
  licenceFileId: number
  authorisationFileId: number
  askedAt: InstantText
  verifiedBy: number
  verifiedAt: InstantText
  verifiedHow: string
  statusReason: string
  createdAt: InstantText
  version: number
}

export interface EnterpriseQuery {
  q?: string
  status?: string
  waiting?: boolean
  after?: number
  limit?: number
}

export function listEnterprises(query: EnterpriseQuery): Promise<Enterprise[]> {
  return requestRows('/api/v1/enterprises', { query: { ...query } })
}

export function readEnterprise(id: number): Promise<Enterprise> {
  return request('GET', '/api/v1/enterprises/{id}', { path: { id } })
}

/** A clerk's answer to an enterprise that asks to be verified. */
export function verifyEnterprise(id: number, body: { version: number; confirm: boolean; reason: string }): Promise<Enterprise> {
  return request('POST', '/api/v1/enterprises/{id}/verify', { path: { id }, body })
}

export function suspendEnterprise(id: number, body: { version: number; suspend: boolean; reason: string }): Promise<Enterprise> {
  return request('POST', '/api/v1/enterprises/{id}/suspend', { path: { id }, body })
}

export interface EnterpriseEdit {
  version: number
  name: string
  legalPerson: string
  contactName: string
  contactPhone: string
  address: string
  industry: string
  scale: string
}

/** One's own enterprise; a changed name or legal person must be verified anew. */
export function editEnterprise(body: EnterpriseEdit): Promise<Enterprise> {
  return request('PATCH', '/api/v1/enterprise', { body })
}

/** Hands in the images by which a clerk verifies the enterprise. */
export function askVerification(body: { version: number; licenceFileId: number; authorisationFileId: number }): Promise<Enterprise> {
  return request('POST', '/api/v1/enterprise/verification', { body })
}

import type { InstantText } from './case'
import { request, requestRows } from './request'

/** A county's own change of what a role may do: proposed by one person, confirmed by another. */
export interface PolicyRule {
  id: number
  role: string
  region: string
  object: string
  verb: string
  effect: 'allow' | 'deny'
  status: 'PROPOSED' | 'ACTIVE' | 'REJECTED' | 'REVOKED'
  reason: string
  proposedBy: number
  proposedAt: InstantText
  decidedAt: InstantText
  revokedAt: InstantText
}

export interface RuleInput {
  role: string
  region: string
  object: string
  verb: string
  effect: string
  reason: string
}

export function listRules(): Promise<PolicyRule[]> {
  return requestRows('/api/v1/rules')
}

export function proposeRule(body: RuleInput): Promise<PolicyRule> {
  return request('POST', '/api/v1/rules', { body })
}

export function confirmRule(id: number): Promise<PolicyRule> {
  return request('POST', '/api/v1/rules/{id}/confirm', { path: { id } })
}

export function rejectRule(id: number, reason: string): Promise<PolicyRule> {
  return request('POST', '/api/v1/rules/{id}/reject', { path: { id }, body: { reason } })
}

export function revokeRule(id: number, reason: string): Promise<PolicyRule> {
  return request('POST', '/api/v1/rules/{id}/revoke', { path: { id }, body: { reason } })
}

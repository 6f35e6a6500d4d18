import type { DateText, InstantText } from './case'
import { request, requestRows } from './request'

/** A person of an enterprise: its administrator (OWNER) or an operator. */
export interface Member {
  id: number
  userId: number
  role: 'OWNER' | 'OPERATOR'
  status: 'REQUESTED' | 'ACTIVE' | 'REMOVED'
  note: string
  createdAt: InstantText
  login: string
  name: string
  phone: string
  lastLoginAt: InstantText
}

export type MemberRole = Member['role']

export function listMembers(enterpriseId: number): Promise<Member[]> {
  return requestRows('/api/v1/enterprises/{id}/members', { path: { id: enterpriseId } })
}

export function decideMember(body: { userId: number; admit: boolean; role: MemberRole }): Promise<void> {
  return request('POST', '/api/v1/members/decide', { body })
}

/** Gives the token of a one-time link, told this once. */
export function inviteMember(role: MemberRole): Promise<{ token: string }> {
  return request('POST', '/api/v1/members/invite', { body: { role } })
}

export function removeMember(userId: number): Promise<void> {
  return request('DELETE', '/api/v1/members/{id}', { path: { id: userId } })
}

export function setMemberRole(userId: number, role: MemberRole): Promise<void> {
  return request('PUT', '/api/v1/members/{id}/role', { path: { id: userId }, body: { role } })
}

/** Gives the token of a link by which the person chooses a new password. */
export function resetMember(userId: number): Promise<{ token: string }> {
  return request('POST', '/api/v1/members/{id}/reset', { path: { id: userId } })
}

export type Power = 'PREPARE' | 'SUBMIT' | 'RECEIVE' | 'INQUIRE'

/** A mandate (委托书): what an agent may do for the enterprise, and until when. */
export interface Mandate {
  id: number
  enterpriseId: number
  agentId: number
  status: 'REQUESTED' | 'GRANTED' | 'REFUSED' | 'REVOKED'
  allItems: boolean
  items: string[] | null
  powers: Power[] | null
  askedFrom: DateText
  askedTo: DateText
  validFrom: DateText
  validTo: DateText
  note: string
  createdAt: InstantText
  grantedAt: InstantText
  revokedAt: InstantText
  revokeReason: string
}

export interface MandateInput {
  agentId: number
  allItems: boolean
  items: string[]
  powers: Power[]
  from: DateText
  to: DateText
  note: string
}

export function listMandates(): Promise<Mandate[]> {
  return requestRows('/api/v1/mandates', { query: { limit: 200 } })
}

export function grantMandate(body: MandateInput): Promise<Mandate> {
  return request('POST', '/api/v1/mandates', { body })
}

export function confirmMandate(id: number): Promise<Mandate> {
  return request('POST', '/api/v1/mandates/{id}/confirm', { path: { id } })
}

export function refuseMandate(id: number, reason: string): Promise<Mandate> {
  return request('POST', '/api/v1/mandates/{id}/refuse', { path: { id }, body: { reason } })
}

export function revokeMandate(id: number, reason: string): Promise<Mandate> {
  return request('POST', '/api/v1/mandates/{id}/revoke', { path: { id }, body: { reason } })
}

/** One whom an enterprise may mandate. */
export interface Agent {
  userId: number
  name: string
}

export function listAgents(): Promise<Agent[]> {
  return requestRows('/api/v1/agents')
}

/** At the counter: a link by which the only administrator sets a new password. The clerk has seen who came. */
export function recoverOwner(enterpriseId: number, body: { userId: number; reason: string }): Promise<{ token: string }> {
  return request('POST', '/api/v1/enterprises/{id}/recover', { path: { id: enterpriseId }, body })
}

/** At the counter: another person becomes the only administrator. */
export function transferOwnership(enterpriseId: number, body: { userId: number; reason: string }): Promise<void> {
  return request('POST', '/api/v1/enterprises/{id}/transfer', { path: { id: enterpriseId }, body })
}

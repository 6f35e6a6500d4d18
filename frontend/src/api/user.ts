import type { DateText, InstantText } from './case'
import { request, requestRows } from './request'

export type UserStatus = 'INVITED' | 'ACTIVE' | 'DISABLED'
export type GrantStatus = 'PROPOSED' | 'ACTIVE' | 'REJECTED' | 'REVOKED'

export interface Grant {
  id: number
  userId: number
  role: string
  region: string
  deptCode: string
  validFrom: DateText
  validTo: DateText
  status: GrantStatus
  reason: string
  proposedBy: number
  proposedAt: InstantText
  decidedAt: InstantText
}

/** A post with the names of those who have to do with it. */
export interface GrantLine extends Grant {
  userName: string
  proposerName: string
  deciderName: string
}

export interface User {
  id: number
  login: string
  name: string
  phone: string
  email: string
  region: string
  status: UserStatus
  demo: boolean
  totpSince: InstantText
  lastLoginAt: InstantText
  createdAt: InstantText
  version: number
}

/** An account with the posts that it may be used at today. */
export interface UserLine extends User {
  posts: Grant[]
}

export interface UserInput {
  version: number
  login: string
  name: string
  phone: string
  email: string
  region: string
}

export interface GrantInput {
  userId: number
  role: string
  region: string
  deptCode: string
  validFrom: DateText
  validTo: DateText
  reason: string
}

const user = '/api/v1/users/{id}'
const grant = '/api/v1/grants/{id}'

export function listUsers(query: { q?: string; status?: string; after?: number; limit?: number }): Promise<UserLine[]> {
  return requestRows('/api/v1/users', { query })
}

/** The token of the one-time link is told this once. */
export function createUser(body: UserInput): Promise<{ user: User; token: string }> {
  return request('POST', '/api/v1/users', { body })
}

export function editUser(id: number, body: UserInput): Promise<User> {
  return request('PUT', user, { path: { id }, body })
}

export function disableUser(id: number, reason: string): Promise<User> {
  return request('POST', `${user}/disable`, { path: { id }, body: { reason } })
}

export function enableUser(id: number): Promise<User> {
  return request('POST', `${user}/enable`, { path: { id } })
}

export function resetPassword(id: number, reason: string): Promise<{ token: string }> {
  return request('POST', `${user}/reset-password`, { path: { id }, body: { reason } })
}

export function resetFactor(id: number, reason: string): Promise<unknown> {
  return request('POST', `${user}/reset-factor`, { path: { id }, body: { reason } })
}

export function endSessions(id: number, reason: string): Promise<unknown> {
  return request('POST', `${user}/end-sessions`, { path: { id }, body: { reason } })
}

export function listGrants(query: { userId?: number; dept?: string; status?: GrantStatus; after?: number; limit?: number }): Promise<GrantLine[]> {
  return requestRows('/api/v1/grants', { query })
}

export function proposeGrant(body: GrantInput): Promise<Grant> {
  return request('POST', '/api/v1/grants', { body })
}

export function confirmGrant(id: number): Promise<Grant> {
  return request('POST', `${grant}/confirm`, { path: { id } })
}

export function rejectGrant(id: number, reason: string): Promise<Grant> {
  return request('POST', `${grant}/reject`, { path: { id }, body: { reason } })
}

export function revokeGrant(id: number, reason: string): Promise<Grant> {
  return request('POST', `${grant}/revoke`, { path: { id }, body: { reason } })
}

import type { InstantText } from './case'
import type { Post } from './post'
import { request, requestRows } from './request'

/** What a session must do before it may do anything else. */
export type Pending = '' | 'FACTOR' | 'PASSWORD' | 'ENROL' | 'POST'

/** One signed-in browser. */
export interface SignedIn {
  id: number
  userId: number
  login: string
  name: string
  post: Post
  pending: Pending
  secondFactor: 'NONE' | 'WANTED' | 'ENROL' | 'PASSED' | 'EXEMPT'
  createdAt: InstantText
  expiresAt: InstantText
  idleMinutes: number
}

/** Who is signed in, and whose portal it is. */
export interface Portal {
  session: SignedIn | null
  /** What the post may do; `object:*` where it may do everything to an object. */
  actions: string[]
  county: {
    name: string
    nameEn: string
    region: string
    lampPreset: string
    demo: boolean
    /** Its parks, towns and townships. */
    divisions: { code: string; name: string; nameEn: string }[]
  }
  today: string
  now: string
  version: string
}

/** One place where a person is signed in. */
export interface SessionRow {
  id: number
  ip: string
  userAgent: string
  createdAt: InstantText
  lastSeenAt: InstantText
  expiresAt: InstantText
}

/** Asked for first: it also gives the browser the token that every change sends back. */
export function readPortal(): Promise<Portal> {
  return request('GET', '/api/v1/session')
}

export function login(body: { login: string; password: string }): Promise<SignedIn> {
  return request('POST', '/api/v1/session/login', { body })
}

export function logout(): Promise<void> {
  return request('POST', '/api/v1/session/logout')
}

export function passFactor(code: string): Promise<SignedIn> {
  return request('POST', '/api/v1/session/factor', { body: { code } })
}

/** A secret for an authenticator; `url` is what its QR code holds. */
export function enrolFactor(): Promise<{ secret: string; url: string }> {
  return request('POST', '/api/v1/session/factor/enrol')
}

/** The first code switches the second factor on; the recovery codes are shown this once. */
export function confirmFactor(code: string): Promise<{ codes: string[] }> {
  return request('POST', '/api/v1/session/factor/confirm', { body: { code } })
}

export function renewCodes(code: string): Promise<{ codes: string[] }> {
  return request('POST', '/api/v1/session/factor/codes', { body: { code } })
}

export function disableFactor(code: string): Promise<void> {
  return request('POST', '/api/v1/session/factor/disable', { body: { code } })
}

export function changePassword(body: { old: string; new: string }): Promise<SignedIn> {
  return request('POST', '/api/v1/session/password', { body })
}

export function listSessions(): Promise<SessionRow[]> {
  return requestRows('/api/v1/sessions')
}

export function revokeSession(id: number): Promise<void> {
  return request('DELETE', '/api/v1/sessions/{id}', { path: { id } })
}

export function revokeOtherSessions(): Promise<void> {
  return request('POST', '/api/v1/sessions/revoke-others')
}

import type { InstantText } from './case'
import { request } from './request'

export interface Registration {
  uscc: string
  enterpriseName: string
  legalPerson: string
  region: string
  address: string
  industry: string
  scale: string
  login: string
  name: string
  phone: string
  email: string
  password: string
}

/** What the page of a one-time link shows before it is used. */
export interface LinkInfo {
  purpose: 'FIRST_ADMIN' | 'PASSWORD_RESET' | 'INVITE'
  role: string
  login: string
  name: string
  enterpriseName: string
  /** Who uses it says which county this is. */
  founds: boolean
  expiresAt: InstantText
}

export interface Redemption {
  token: string
  login: string
  name: string
  phone: string
  email: string
  password: string
  county?: string
  countyEn?: string
  division?: string
}

/** The answer never tells whether the enterprise or the login name was known. */
export function register(body: Registration): Promise<{ accepted: boolean }> {
  return request('POST', '/api/v1/register', { body })
}

export function lookAtLink(token: string): Promise<LinkInfo> {
  return request('POST', '/api/v1/links/look', { body: { token } })
}

/** Sets the password of an account, or makes one. `links` are for the two other administrators. */
export function redeemLink(body: Redemption): Promise<{ userId: number; login: string; links?: Record<string, string> }> {
  return request('POST', '/api/v1/links/redeem', { body })
}

/** A person who is signed in joins the enterprise of an invitation. */
export function joinByLink(token: string): Promise<void> {
  return request('POST', '/api/v1/links/join', { body: { token } })
}

/** Asks the administrator of a further enterprise to be let in; the answer tells nothing. */
export function requestMembership(body: { uscc: string; note: string }): Promise<{ accepted: boolean }> {
  return request('POST', '/api/v1/memberships', { body })
}

import type { DateText, InstantText } from './case'
import { request } from './request'

export interface Rating {
  id: number
  caseId: number
  level: number
  comment: string
  anonymous: boolean
  via: string
  onDate: DateText
  lockedAt: InstantText
}

/** What a rating link is for. */
export interface Invitation {
  number: string
  itemCode: string
  itemName: string
  deptCode: string
  rated: boolean
  /** The answer to a bad rating waits to be rated. */
  second: boolean
  reply: string
}

export interface RatingInput {
  level: number
  comment: string
  anonymous?: boolean
}

export function lookAtRating(token: string): Promise<Invitation> {
  return request('POST', '/api/v1/rating-links/look', { body: { token } })
}

export function rateByLink(token: string, body: RatingInput): Promise<Rating> {
  return request('POST', '/api/v1/rating-links/rate', { body: { token, ...body } })
}

export function rateAgainByLink(token: string, body: RatingInput): Promise<void> {
  return request('POST', '/api/v1/rating-links/rate-again', { body: { token, ...body } })
}

/** How the rating of a case stands: null where there is none yet. */
export interface Standing {
  rating: Rating | null
  /** The answer to a bad rating waits to be rated. */
  second: boolean
  reply: string
}

export function readRating(caseId: number): Promise<Standing> {
  return request('GET', '/api/v1/cases/{id}/rating', { path: { id: caseId } })
}

export function rateCase(caseId: number, body: RatingInput): Promise<Rating> {
  return request('POST', '/api/v1/cases/{id}/rating', { path: { id: caseId }, body })
}

export function rateCaseAgain(caseId: number, body: RatingInput): Promise<void> {
  return request('POST', '/api/v1/cases/{id}/rating/again', { path: { id: caseId }, body })
}

/** The token by which the applicant rates on a device of his own; it is told once and replaces the one before. */
export function makeRatingLink(caseId: number): Promise<{ token: string }> {
  return request('POST', '/api/v1/cases/{id}/rating-link', { path: { id: caseId } })
}

import type { DateText, InstantText } from './case'
import { request, requestRows } from './request'

export type RectifyStatus = 'OPEN' | 'STARTED' | 'CLASSIFIED' | 'REPLIED' | 'CLOSED'
export type RatingClass = 'CLEAR' | 'COMPLEX' | 'NO_GROUND' | 'MALICIOUS'

/** The work that a bad rating opens, with its dates. */
export interface Rectification {
  id: number
  caseId: number
  deptCode: string
  status: RectifyStatus
  openedOn: DateText
  startDue: DateText
  dueOn: DateText
  startedOn: DateText
  calledAt: InstantText
  callNote: string
  class: RatingClass | ''
  classReason: string
  reply: string
  repliedOn: DateText
  secondLevel: number
  secondComment: string
  closedOn: DateText
  closeNote: string
  version: number
  level: number
  comment: string
  number: string
  itemCode: string
  itemName: string
}

export interface RectifyQuery {
  open?: boolean
  late?: boolean
  caseId?: number
  limit?: number
}

export function listRectifications(query: RectifyQuery): Promise<Rectification[]> {
  return requestRows('/api/v1/rectifications', { query: { ...query } })
}

export interface RectifyInput {
  version: number
  text?: string
  class?: RatingClass
  reason?: string
  secondId?: number
  note?: string
}

export function startRectification(id: number, body: RectifyInput): Promise<unknown> {
  return request('POST', '/api/v1/rectifications/{id}/start', { path: { id }, body })
}

export function callBack(id: number, body: RectifyInput): Promise<unknown> {
  return request('POST', '/api/v1/rectifications/{id}/call', { path: { id }, body })
}

export function classifyRating(id: number, body: RectifyInput): Promise<unknown> {
  return request('POST', '/api/v1/rectifications/{id}/classify', { path: { id }, body })
}

export function replyRating(id: number, body: RectifyInput): Promise<unknown> {
  return request('POST', '/api/v1/rectifications/{id}/reply', { path: { id }, body })
}

export function closeRectification(id: number, body: RectifyInput): Promise<unknown> {
  return request('POST', '/api/v1/rectifications/{id}/close', { path: { id }, body })
}

interface Share {
  n: number
  of: number
}

/** What a department's ratings come to, '' for the whole. */
export interface RatingFigure {
  deptCode: string
  levels: number[]
  counted: number
  notCounted: number
  score: number
  satisfied: Share
  participation: Share
  rectified: Share
}

/** The ratings of some months, both included: the whole first, then by department. */
export function ratingFigures(from: string, to: string): Promise<RatingFigure[]> {
  return requestRows('/api/v1/ratings/figures', { query: { from, to } })
}

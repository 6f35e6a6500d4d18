import type { DateText, InstantText } from './case'
import { request, requestRows } from './request'

/** A request to another department for its opinion on a case (征求意见). */
export interface Opinion {
  id: number
  caseId: number
  deptCode: string
  askerId: number
  askerDept: string
  question: string
  limitDays: number
  askedOn: DateText
  dueOn: DateText
  provisional: boolean
  silenceEffect: string
  rule: string
  status: string
  verdict: string
  answer: string
  answeredBy: number
  answeredAt: InstantText
  deemedAt: InstantText
  withdrawReason: string
  version: number
}

export interface AskOpinion {
  caseId: number
  dept: string
  question: string
  limitDays: number
  silenceEffect: string
  rule: string
}

export function opinionsOf(id: number): Promise<Opinion[]> {
  return requestRows('/api/v1/cases/{id}/opinions', { path: { id } })
}

/** What my department was asked and has not answered, by what is due. */
export function opinionsAsked(): Promise<Opinion[]> {
  return requestRows('/api/v1/opinions')
}

export function askOpinion({ caseId, ...body }: AskOpinion): Promise<Opinion> {
  return request('POST', '/api/v1/cases/{id}/opinions', { path: { id: caseId }, body })
}

export function giveOpinion(id: number, body: { version: number; verdict: string; answer: string }): Promise<Opinion> {
  return request('POST', '/api/v1/opinions/{id}/give', { path: { id }, body })
}

export function withdrawOpinion(id: number, body: { version: number; reason: string }): Promise<Opinion> {
  return request('POST', '/api/v1/opinions/{id}/withdraw', { path: { id }, body })
}

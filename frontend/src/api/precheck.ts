import type { Answers, Form } from '@/form/schema'
import type { CaseDetail, CaseFile, CaseMaterial, DateText, InstantText } from './case'
import { request, requestRows } from './request'

/** One point of an answer: on a material, on a field of the form, or on the whole. */
export interface PreCheckPoint {
  material?: string
  field?: string
  verdict: 'OK' | 'CHANGE' | 'NOTE'
  text: string
  howTo?: string
  /** Of CHANGE: the applicant has changed it since. */
  done: boolean
}

/** A look at a draft that its applicant asked for (预审). */
export interface PreCheck {
  id: number
  caseId: number
  itemCode: string
  itemName: string
  /** ASKED, ANSWERED, WITHDRAWN or CLOSED */
  status: string
  question: string
  askedName: string
  actingFor: string
  askedAt: InstantText
  dueOn: DateText
  advice: string
  answeredName: string
  answeredAt: InstantText
  points: PreCheckPoint[]
  late: boolean
  version: number
}

/** A draft as the desk that was asked reads it; empty once it has been answered. */
export interface PreCheckDraft {
  precheck: PreCheck
  item: CaseDetail['item']
  formDefinition: Form
  enterprise: string
  answers: Answers | null
  materials: CaseMaterial[]
  files: CaseFile[]
}

/** For what the county returned applications of an item within a year. */
export interface ItemReturns {
  since: DateText
  applications: number
  returned: number
  /** Whether there are enough for a figure. */
  enough: boolean
  reasons: { material: string; name: string; applications: number; words: string[] }[]
}

export function preChecksOf(caseId: number): Promise<PreCheck[]> {
  return requestRows('/api/v1/cases/{id}/prechecks', { path: { id: caseId } })
}

export function askPreCheck(caseId: number, question: string): Promise<PreCheck> {
  return request('POST', '/api/v1/cases/{id}/prechecks', { path: { id: caseId }, body: { question } })
}

export function withdrawPreCheck(id: number): Promise<PreCheck> {
  return request('POST', '/api/v1/prechecks/{id}/withdraw', { path: { id } })
}

/** What waits for an answer of one's desk, by what is due; the next page after the last row. */
export function askedPreChecks(after?: PreCheck): Promise<{ rows: PreCheck[]; today: DateText }> {
  return request('GET', '/api/v1/prechecks', { query: { afterDue: after?.dueOn ?? undefined, afterId: after?.id, limit: 50 } })
}

export function readPreCheck(id: number): Promise<PreCheckDraft> {
  return request('GET', '/api/v1/prechecks/{id}', { path: { id } })
}

export function answerPreCheck(id: number, body: { version: number; points: Omit<PreCheckPoint, 'done'>[]; advice: string }): Promise<PreCheck> {
  return request('POST', '/api/v1/prechecks/{id}/answer', { path: { id }, body: { ...body, points: body.points.map((point) => ({ ...point, done: false })) } })
}

export function readReturns(code: string): Promise<ItemReturns> {
  return request('GET', '/api/v1/items/{code}/returns', { path: { code } })
}

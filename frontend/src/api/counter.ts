import type { Answers } from '@/form/schema'
import type { Case } from './case'
import type { Enterprise } from './enterprise'
import { request } from './request'

export interface CounterFound {
  enterprise: Enterprise
  projects: { id: number; name: string; code: string }[]
}

/** What the licence at the counter says of an enterprise. */
export interface CounterEnterprise {
  uscc: string
  name: string
  legalPerson: string
  contactName: string
  contactPhone: string
  address: string
}

/** Who brought the papers. */
export interface Bearer {
  name: string
  idTail: string
  phone: string
  /** LEGAL_PERSON, STAFF or AGENT */
  relation: string
}

/** A material that came on paper. */
export interface PaperMaterial {
  code: string
  /** ORIGINAL or COPY */
  form: string
  copies: number
  pages: number
}

export interface Papers {
  form: Answers
  attrs: Record<string, unknown>
  bearer: Bearer
  materials: PaperMaterial[]
}

export interface Receiving extends Papers {
  itemCode: string
  enterpriseId: number
  projectId: number
  /** Where the portal was down: when the papers came, by which dated paper, who confirms it. */
  late?: { at: string; secondId: number; fileId: number; paper: string }
}

/** What is handed over of a decided case. */
export interface Pickup {
  case: Case
  /** Of the applicant. */
  name: string
  papers: { id: number; kind: string; title: string; number: string }[]
  /** Who brought the application to the counter. */
  bearer?: Bearer
  /** Why it cannot be handed over now, in words. */
  blocked: string
}

/** A case by its number, for whom hands its result over. */
export function findPickup(number: string): Promise<Pickup> {
  return request('GET', '/api/v1/counter/pickups/{number}', { path: { number } })
}

/** An enterprise by its whole credit code. */
export function findCounterEnterprise(uscc: string): Promise<CounterFound> {
  return request('GET', '/api/v1/counter/enterprises/{uscc}', { path: { uscc } })
}

/** An enterprise without an account; one that is known comes back as it is. */
export function addCounterEnterprise(body: CounterEnterprise): Promise<Enterprise> {
  return request('POST', '/api/v1/counter/enterprises', { body })
}

export function receiveAtCounter(body: Receiving, key: string): Promise<Case> {
  return request('POST', '/api/v1/counter/cases', { body, key })
}

/** What the one-time notice asked for was brought to the counter. */
export function completeAtCounter(id: number, body: Papers & { version: number }): Promise<Case> {
  return request('POST', '/api/v1/counter/cases/{id}/complete', { path: { id }, body })
}

import type { PaperBlock } from '@/kit/PaperSheet.vue'
import type { DateText, Delivery, InstantText } from './case'
import { request, requestRows } from './request'

/** The recipient's receipt for a paper that was served: when, who, and for which enterprise an agent signed. */
export interface Signature {
  at: InstantText
  by: string
  for?: string
}

/** An official paper as a list shows it. */
export interface Paper {
  id: number
  caseId: number
  eventSeq: number
  kind: string
  title: string
  issuer: string
  number: string
  verifyCode: string
  status: string
  issuedOn: DateText
  sealedAt: InstantText
  servedAt: InstantText
  servedHow: string
  /** Of what is delivered with proof: a decision, a certificate. */
  servedProof: (Partial<Delivery> & { signed?: Signature }) | null
  fieldsHash: string
}

/** A paper with its blocks, drawn again from its frozen fields. */
export interface PaperPage extends Paper {
  blocks: PaperBlock[]
  blocksEn: PaperBlock[]
}

export function papersOf(id: number): Promise<Paper[]> {
  return requestRows('/api/v1/cases/{id}/papers', { path: { id } })
}

export function readPaper(id: number): Promise<PaperPage> {
  return request('GET', '/api/v1/papers/{id}', { path: { id } })
}

/** Signs for a paper that was served. */
export function signPaper(id: number, key: string): Promise<unknown> {
  return request('POST', '/api/v1/paper-signatures/{id}', { path: { id }, key })
}

/** What anybody may learn of a paper whose code he holds. */
export interface VerifiedPaper {
  kind: string
  title: string
  issuer: string
  issuerName: string
  number: string
  status: string
  issuedOn: DateText
  fieldsHash: string
}

export function verifyPaper(code: string): Promise<VerifiedPaper> {
  return request('GET', '/api/v1/papers/verify/{code}', { path: { code } })
}

import type { Case, DateText } from './case'
import { request, requestRows } from './request'

/** An agent's place in the pool, with what there is to do. */
export interface PoolAgent {
  userId: number
  name: string
  region: string
  /** Stages or item codes; none: no speciality. */
  skills: string[] | null
  maxLoad: number
  active: boolean
  /** Assigned by hand only. */
  noAuto: boolean
  note: string
  version: number
  openCases: number
  openProjects: number
  awayUntil: DateText
}

export interface PoolInput {
  /** 0 for one who is not in the pool yet */
  version: number
  region: string
  skills: string[]
  maxLoad: number
  active: boolean
  noAuto: boolean
  note: string
}

export function listPool(): Promise<PoolAgent[]> {
  return requestRows('/api/v1/agent-pool')
}

export function putInPool(userId: number, body: PoolInput): Promise<unknown> {
  return request('PUT', '/api/v1/agent-pool/{id}', { path: { id: userId }, body })
}

/** Names the agent of a case, or another. */
export function setCaseAgent(caseId: number, body: { agentId: number; reason: string }): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/agent', { path: { id: caseId }, body })
}

/** Names the agent that the pool gives: the project's, else by load and skill. */
export function assignCaseAgent(caseId: number): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/assign-agent', { path: { id: caseId } })
}

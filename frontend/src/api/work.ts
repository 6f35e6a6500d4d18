import type { LampColour } from '@/kit/lamp'
import type { DateText, InstantText } from './case'
import { request } from './request'

/** One line of a queue: an open or done step with its case. */
export interface WorkLine {
  stepId: number
  stepName: string
  stepKind: string
  stepState: string
  stepDueAt: InstantText
  holderId: number
  sortOn: DateText
  caseId: number
  number: string
  itemCode: string
  itemName: string
  status: string
  flow: string
  version: number
  enterpriseId: number
  enterprise: string
  projectId: number
  deptCode: string
  agentId: number
  receivedOn: DateText
  promisedDue: DateText
  legalDue: DateText
  windowDue: DateText
  dueOn: DateText
  paused: boolean
  deemed: boolean
  provisional: boolean
  lamp: LampColour
  remaining: number
}

export interface WorkPage {
  rows: WorkLine[]
  /** Pass as `after`; empty at the end. */
  next: string
  today: string
}

export interface WorkCounts {
  todo: number
  dueToday: number
  overdue: number
}

/** What waits for me: taken by me, or at my desk; the earliest due first. */
export function listTodo(after: string | undefined, limit: number): Promise<WorkPage> {
  return request('GET', '/api/v1/queue/todo', { query: { after, limit } })
}

/** What I have done, the newest first. */
export function listDone(after: string | undefined, limit: number): Promise<WorkPage> {
  return request('GET', '/api/v1/queue/done', { query: { after, limit } })
}

export function countWork(): Promise<WorkCounts> {
  return request('GET', '/api/v1/queue/counts')
}

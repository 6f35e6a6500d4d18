import type { Answers } from '@/form/schema'
import type { Case } from './case'
import { request, requestRows } from './request'

export interface DraftEdit {
  version: number
  projectId?: number
  form?: Answers
  attrs?: Record<string, unknown>
}

/** One value that differs between two versions of an item. */
export interface Change {
  path: string
  old: unknown
  new: unknown
}

export function editDraft(id: number, body: DraftEdit): Promise<Case> {
  return request('PATCH', '/api/v1/cases/{id}', { path: { id }, body })
}

/** Moves a draft to the version of its item in force; gives what changed, nothing where it was there already. */
export function refreshDraft(id: number): Promise<Change[]> {
  return requestRows('/api/v1/cases/{id}/refresh', { method: 'POST', path: { id } })
}

export function submitCase(id: number, version: number, key: string): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/submit', { path: { id }, body: { version }, key })
}

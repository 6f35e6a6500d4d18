import type { InstantText } from './case'
import { request, requestRows } from './request'

/** A remark on a case, internal or shown to the enterprise. */
export interface Note {
  id: number
  caseId: number
  authorId: number
  authorName: string
  authorRole: string
  shown: boolean
  body: string
  createdAt: InstantText
}

/** One line of the questions thread of a case. */
export interface Message {
  id: number
  caseId: number
  authorId: number
  authorName: string
  authorRole: string
  actingFor: string
  side: string
  replyTo: number
  body: string
  createdAt: InstantText
}

export function listNotes(id: number): Promise<Note[]> {
  return requestRows('/api/v1/cases/{id}/notes', { path: { id } })
}

export function writeNote(id: number, body: { shown: boolean; body: string }): Promise<Note> {
  return request('POST', '/api/v1/cases/{id}/notes', { path: { id }, body })
}

export function listMessages(id: number): Promise<Message[]> {
  return requestRows('/api/v1/cases/{id}/thread', { path: { id }, query: { limit: 200 } })
}

export function writeMessage(id: number, body: { body: string; replyTo: number }): Promise<Message> {
  return request('POST', '/api/v1/cases/{id}/thread', { path: { id }, body })
}

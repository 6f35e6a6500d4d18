import type { DateText, InstantText } from './case'
import type { Colleague } from './colleague'
import { request, requestRows } from './request'

/** Some days on which another person stands in; first and last included. */
export interface Absence {
  id: number
  userId: number
  userName: string
  substituteId: number
  substituteName: string
  fromOn: DateText
  toOn: DateText
  reason: string
  createdBy: number
  endedAt: InstantText
}

/** userId 0: oneself. */
export interface AbsenceInput {
  userId: number
  substituteId: number
  from: string
  to: string
  reason: string
}

export function listAbsences(dept: boolean): Promise<Absence[]> {
  return requestRows('/api/v1/absences', { query: { dept: dept || undefined } })
}

export function listSubstitutes(userId: number): Promise<Colleague[]> {
  return requestRows('/api/v1/absences/substitutes', { query: { userId: userId || undefined } })
}

export function declareAbsence(body: AbsenceInput): Promise<Absence> {
  return request('POST', '/api/v1/absences', { body })
}

export function endAbsence(id: number): Promise<Absence> {
  return request('POST', '/api/v1/absences/{id}/end', { path: { id } })
}

/** Gives how many cases moved. */
export function handOver(body: { fromId: number; toId: number; reason: string }): Promise<{ moved: number }> {
  return request('POST', '/api/v1/handover', { body })
}

import type { CaseLine, DateText, InstantText } from './case'
import { request, requestRows } from './request'

/** An enterprise whose mandate an agent holds, with the rhythm of contacts. */
export interface Client {
  enterpriseId: number
  name: string
  contactName: string
  contactPhone: string
  /** Last day of the mandate that holds longest. */
  mandateTo: DateText
  openCases: number
  nextDue: DateText
  lastContact: InstantText
  nextContact: DateText
  /** Working days since the last contact. */
  silentDays: number
  never: boolean
  forgotten: boolean
}

/** A mandate (委托书) of an enterprise to an agent. */
export interface Mandate {
  id: number
  enterpriseId: number
  agentId: number
  status: string
  allItems: boolean
  items: string[] | null
  powers: string[] | null
  askedFrom: DateText
  askedTo: DateText
  validFrom: DateText
  validTo: DateText
  note: string
}

/** One line of an agent's log of calls and visits. */
export interface Contact {
  id: number
  agentId: number
  enterpriseId: number
  projectId: number
  caseId: number
  kind: string
  happenedAt: InstantText
  withWhom: string
  summary: string
  promise: string
  nextOn: DateText
  createdAt: InstantText
}

/** A dated task of an agent. */
export interface Todo {
  id: number
  ownerId: number
  kind: string
  enterpriseId: number
  projectId: number
  caseId: number
  title: string
  dueOn: DateText
  status: string
  doneAt: InstantText
  doneNote: string
  version: number
}

export interface ContactInput {
  enterpriseId: number
  projectId: number
  caseId: number
  kind: string
  /** null: now */
  happenedAt: InstantText
  withWhom: string
  summary: string
  promise: string
  nextOn: DateText
}

/** The clients of an agent, those not spoken with for the longest time first. */
export function listClients(agentId: number): Promise<Client[]> {
  return requestRows('/api/v1/agent/clients', { query: { agentId } })
}

/** The open cases that an agent helps with, by what is due. */
export function agentQueue(agentId: number, after?: { dueOn: DateText; id: number }, limit = 100): Promise<CaseLine[]> {
  return requestRows('/api/v1/agent/queue', { query: { agentId, afterDue: after?.dueOn, afterId: after?.id, limit } })
}

export function listMandates(query: { enterpriseId?: number; status?: string; inForce?: boolean; limit?: number } = {}): Promise<Mandate[]> {
  return requestRows('/api/v1/mandates', { query })
}

/** Asks an enterprise for a mandate. The answer never tells whether there is such an enterprise. */
export function requestMandate(body: {
  uscc: string
  allItems: boolean
  items: string[]
  powers: string[]
  from: DateText
  to: DateText
  note: string
}): Promise<{ accepted: boolean }> {
  return request('POST', '/api/v1/mandates/requests', { body })
}

export function listContacts(query: { enterpriseId?: number; caseId?: number; limit?: number } = {}): Promise<Contact[]> {
  return requestRows('/api/v1/agent/contacts', { query })
}

export function logContact(body: ContactInput): Promise<Contact> {
  return request('POST', '/api/v1/agent/contacts', { body })
}

export function listTodos(query: { status?: string; limit?: number } = {}): Promise<Todo[]> {
  return requestRows('/api/v1/agent/todos', { query })
}

export function addTodo(body: { enterpriseId: number; caseId: number; title: string; dueOn: DateText }): Promise<Todo> {
  return request('POST', '/api/v1/agent/todos', { body })
}

export function editTodo(id: number, body: { version: number; title: string; dueOn: DateText; enterpriseId: number; caseId: number }): Promise<Todo> {
  return request('PATCH', '/api/v1/agent/todos/{id}', { path: { id }, body })
}

export function finishTodo(id: number, body: { version: number; note: string }): Promise<Todo> {
  return request('POST', '/api/v1/agent/todos/{id}/done', { path: { id }, body })
}

export function cancelTodo(id: number, body: { version: number; note: string }): Promise<Todo> {
  return request('POST', '/api/v1/agent/todos/{id}/cancel', { path: { id }, body })
}

import type { CaseLine, DateText } from './case'
import { request, requestRows } from './request'

export interface Project {
  id: number
  number: string
  code: string
  name: string
  enterpriseId: number
  region: string
  class: string
  industry: string
  status: string
  isKey: boolean
  keyDocNo: string
  investFen: number
  landM2: number
  address: string
  scale: string
  leaderId: number
  unitCode: string
  personId: number
  agentId: number
  taskforceId: number
  attrs: Record<string, unknown> | null
  plannedStart: DateText
  startedOn: DateText
  plannedEnd: DateText
  version: number
}

export interface ProjectLine extends Project {
  enterprise: string
  openCases: number
}

/** What the page of a project shows. */
export interface ProjectPage {
  project: Project
  enterprise: string
  people: Record<string, string>
  cases: CaseLine[]
}

export interface ProjectQuery {
  status?: string
  class?: string
  key?: boolean
  enterpriseId?: number
  agentId?: number
  q?: string
  before?: number
  limit?: number
}

export function listProjects(query: ProjectQuery): Promise<ProjectLine[]> {
  return requestRows('/api/v1/projects', { query: { ...query } })
}

export function readProject(id: number): Promise<ProjectPage> {
  return request('GET', '/api/v1/projects/{id}', { path: { id } })
}

/** Class, key flag and the responsible persons. */
export interface DirectInput {
  version: number
  class: string
  isKey: boolean
  keyDocNo: string
  leaderId: number
  unitCode: string
  personId: number
  agentId: number
  taskforceId: number
  reason: string
}

export function directProject(id: number, body: DirectInput): Promise<Project> {
  return request('PUT', '/api/v1/projects/{id}/direct', { path: { id }, body })
}

/** Gives the project its national code, once. */
export function codeProject(id: number, body: { version: number; code: string; reason: string; secondId: number }): Promise<Project> {
  return request('POST', '/api/v1/projects/{id}/code', { path: { id }, body })
}

/** Names the agent that the pool gives: by project, load and skill. */
export function assignProject(id: number): Promise<Project> {
  return request('POST', '/api/v1/projects/{id}/assign', { path: { id } })
}

/** What describes a project. */
export interface ProjectInput {
  version: number
  enterpriseId: number
  name: string
  region: string
  industry: string
  investFen: number
  landM2: number
  address: string
  scale: string
  attrs: Record<string, unknown> | null
  plannedStart: DateText
  plannedEnd: DateText
}

export function createProject(body: ProjectInput, key: string): Promise<Project> {
  return request('POST', '/api/v1/projects', { body, key })
}

export function editProject(id: number, body: ProjectInput): Promise<Project> {
  return request('PATCH', '/api/v1/projects/{id}', { path: { id }, body })
}

import type { DateText, InstantText, Limit } from './case'
import { request, requestRows } from './request'

/** One line of the catalogue's administration. */
export interface ItemState {
  code: string
  nameZh: string
  nameEn: string
  kind: string
  flow: string
  stage: string
  dept: string
  /** In force today; 0 where none is. */
  versionId: number
  versionNo: number
  inForceFrom: DateText
  nextFrom: DateText
  drafts: number
  proposals: number
  /** JSON paths that stand as chosen by judgement. */
  undecided: string[]
  confirm: string[] | null
  open: number
  terms: { legal: Limit; promise: Limit }
}

export type Origin = 'source' | 'default' | ''

export interface ItemMaterialBody {
  code: string
  nameZh: string
  nameEn: string
  required: string
  when?: string
  mayFollow: boolean
  alreadyHeld: string[]
  copies: number
  origin: Origin
}

export interface ItemStepBody {
  code: string
  nameZh: string
  kind: string
  deptRole: string
  limitWd: number
  origin: Origin
}

export interface PauseBody {
  reason: string
  cap: number
  capUnit: string
  capWaivable: boolean
  mode: string
  basis: string
}

/** The parts of an item that the editor knows; everything else is kept as it is. */
export interface ItemBody {
  code: string
  nameZh: string
  nameEn: string
  legalBasis: string[]
  /** '' where nobody decides, or the county has yet to say who. */
  decidedBy?: string
  administrativeAct?: boolean
  statutoryLimit: { value: number; unit: string; startsOn: string; basis?: string; [key: string]: unknown }
  promised: { value: number; unit: string; origin?: Origin }
  acceptanceWindow: { value: number; unit: string; onDefect: string; lapse: string; basis: string; origin: Origin } | null
  extension: { max: number; unit: string; approver: string; times: number; grounds: string; basis: string; origin: Origin } | null
  excluded: PauseBody[]
  materials: ItemMaterialBody[]
  steps: ItemStepBody[]
  countyConfirm: string[]
  origins: Record<string, Origin>
  licence: { origin?: Origin } | null
  renewalLead: { origin?: Origin } | null
  variants?: { cases: { promised: { origin?: Origin } }[] }
  [key: string]: unknown
}

export type VersionStatus = 'PROPOSED' | 'DRAFT' | 'PUBLISHED' | 'WITHDRAWN' | 'REJECTED'

export interface ItemVersion {
  id: number
  itemCode: string
  versionNo: number
  status: VersionStatus
  inForceFrom: DateText
  body: ItemBody
  form: unknown
  hash: string
  origin: string
  basedOn: number
  note: string
  createdAt: InstantText
  publishedAt: InstantText
}

export interface ItemHistory {
  versions: ItemVersion[]
  inForce: number
  today: string
}

export interface Change {
  path: string
  old: unknown
  new: unknown
}

export interface BoundCase {
  id: number
  number: string
  status: string
  itemVersion: number
  versionNo: number
  dueOn: DateText
  /** Of the case, as it was looked at. */
  version: number
}

/** How an open case moves to another version of its item; nothing is left to guess. */
export interface Mapping {
  version: number
  /** The item version. */
  to: number
  /** Old code to new code; '' lets a material go. */
  materials: Record<string, string>
  /** Take the new version's limits; else the case keeps its own. */
  limits: boolean
  reason: string
}

const version = '/api/v1/admin/item-versions/{id}'

export function listItemStates(): Promise<ItemState[]> {
  return requestRows('/api/v1/admin/items')
}

export function readHistory(code: string): Promise<ItemHistory> {
  return request('GET', '/api/v1/admin/items/{code}', { path: { code } })
}

export function listOpenOf(code: string): Promise<BoundCase[]> {
  return requestRows('/api/v1/admin/items/{code}/open', { path: { code } })
}

export function diffVersions(id: number, to: number): Promise<{ item: Change[]; form: Change[] }> {
  return request('GET', `${version}/diff/{to}`, { path: { id, to } })
}

export function copyVersion(id: number, note: string): Promise<ItemVersion> {
  return request('POST', `${version}/copy`, { path: { id }, body: { note } })
}

export function editDraft(id: number, body: { hash: string; body: unknown; form: unknown; note: string }): Promise<ItemVersion> {
  return request('PUT', version, { path: { id }, body })
}

export function publishVersion(id: number, body: { inForceFrom: string; note: string }): Promise<ItemVersion> {
  return request('POST', `${version}/publish`, { path: { id }, body })
}

export function discardDraft(id: number, reason: string): Promise<ItemVersion> {
  return request('POST', `${version}/discard`, { path: { id }, body: { reason } })
}

export function rollBack(id: number, reason: string): Promise<ItemVersion> {
  return request('POST', `${version}/roll-back`, { path: { id }, body: { reason } })
}

export function acceptProposal(id: number): Promise<ItemVersion> {
  return request('POST', `${version}/accept`, { path: { id } })
}

export function rejectProposal(id: number, reason: string): Promise<ItemVersion> {
  return request('POST', `${version}/reject`, { path: { id }, body: { reason } })
}

export function migrateCase(id: number, mapping: Mapping): Promise<unknown> {
  return request('POST', '/api/v1/admin/cases/{id}/migrate', { path: { id }, body: mapping })
}

import type { Answers, Form } from '@/form/schema'
import type { Limit } from './case'
import { request, requestRows } from './request'

/** A text in both languages. */
export interface Text {
  zh: string
  en: string
}

/** A code with its name. */
export interface Named extends Text {
  code: string
}

export interface ItemStep {
  code: string
  nameZh: string
  kind: string
  role?: string
  deptRole: string
  limitWd: number
}

export interface Window {
  value: number
  unit: string
  onDefect: string
  lapse: string
  basis: string
}

/** The limits and steps that hold for one case of an item. */
export interface Terms {
  variant: string
  legal: Limit
  startsOn: string
  promise: Limit
  window: Window | null
  instant: boolean
  steps: ItemStep[]
}

/** One line of the list of items. */
export interface ItemLine {
  code: string
  nameZh: string
  nameEn: string
  kind: string
  flow: string
  stage: string
  stageZh: string
  stageEn: string
  dept: string
  deptZh: string
  deptEn: string
  instant: boolean
  terms: Terms
  variants: boolean
  version: number
  /** The joint entrance of a stage: several services in one, none of its own. */
  stageSet?: true
}

export interface ItemMaterial {
  code: string
  nameZh: string
  nameEn: string
  /** REQUIRED, OPTIONAL or CONDITIONAL. */
  required: string
  mayFollow: boolean
  alreadyHeld: string[]
  copies: number
}

export interface GuideMaterial extends ItemMaterial {
  whenText: Text
  heldFrom: Named[]
}

/** What the law and the county say of an item, as far as its guide shows it. */
export interface GuideItem {
  code: string
  nameZh: string
  nameEn: string
  kind: string
  flow: string
  level: string
  countyRole: string
  statutoryLimit: { value: number; unit: string; startsOn: string; basis?: string; immediateIfPossible?: boolean }
  promised: { value: number; unit: string; origin?: string }
  acceptanceWindow: Window | null
  extension: { max: number; unit: string; approver: string; times: number; grounds: string; basis: string } | null
  suspend: { reason: string; basis: string }[]
  instant: boolean
  licence: { nameZh: string; validityMonths: number; renewable: boolean } | null
  renewalLead: { value: number; unit: string; basis: string } | null
  voidIfNotStarted?: { value: number; unit: string; effect: string; basis: string }
  children?: string[]
  partOf?: string[]
  resultDocument: string
  note?: string
}

/** The guide of an item, everything put into words. */
export interface Guide {
  item: GuideItem
  department: Named
  coApprovers: Named[]
  consulted: Named[]
  alternatives: Named[]
  stage: Named
  basis: string[]
  applies: Text
  preconditions: { items: (Named & { when: Text })[]; strength: string }[]
  parts: Named[]
  jointIn: Named[]
  materials: GuideMaterial[]
  terms: (Terms & { label: Text })[]
  pauses: { reason: string; cap: number; capUnit: string; capWaivable: boolean; mode: string; basis: string; label: Text }[]
  fees: { item: string; nameZh: string; nameEn: string; basis: string; evidence: string }[]
  reviewBodies: { body: string; basis: string }[] | null
  mayPrintRemedies: boolean
  form: string
  sample: Answers | null
  defaults: string[] | null
  versionNo: number
  inForceFrom: string | null
}

/** Every item in force today, the joint entrances of the stages at the end; the list is short and pages search it themselves. */
export async function listItems(): Promise<ItemLine[]> {
  const [items, sets] = await Promise.all([requestRows<ItemLine>('/api/v1/items'), requestRows<ItemLine>('/api/v1/items', { query: { sets: true } })])
  return [...items, ...sets.map((set) => ({ ...set, stageSet: true as const }))]
}

export function readGuide(code: string): Promise<Guide> {
  return request('GET', '/api/v1/items/{code}', { path: { code } })
}

export function readForm(code: string): Promise<Form> {
  return request('GET', '/api/v1/items/{code}/form', { path: { code } })
}

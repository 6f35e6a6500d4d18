import type { ItemStep, Terms } from './item'
import { request, requestRows } from './request'

/** A known fact: a code, yes or no, or a number. */
export type Fact = string | boolean | number
export type Facts = Record<string, Fact>

export interface Question {
  attr: string
  zh: string
  en: string
  helpZh?: string
  helpEn?: string
  type: 'BOOL' | 'ENUM' | 'INT' | 'DECIMAL'
  values?: { code: string; zh: string; en: string }[]
}

export interface Offer {
  item: string
  zh: string
  en: string
  chosen: boolean
}

export interface Scenario {
  code: string
  nameZh: string
  nameEn: string
  introZh: string
  introEn: string
  stages: string[]
  fixed: Facts | null
  assume?: Facts | null
  questions: Question[]
  offers: Offer[] | null
}

/** One material of an item with what it means for these answers. */
export interface PlanMaterial {
  code: string
  nameZh: string
  nameEn: string
  state: string
  heldBy: string
}

/** One item of a plan; the working days count from the start of the plan. */
export interface PlanEntry {
  code: string
  nameZh: string
  nameEn: string
  stage: string
  kind: string
  dept: string
  countyRole: string
  applies: string
  unknown: string[] | null
  done: boolean
  composite: string
  terms: Terms & { steps: ItemStep[] }
  materials: PlanMaterial[] | null
  preconditions: { items: string[]; strength: string; state: string }[] | null
  fromWd: number
  toWd: number
}

export interface Plan {
  entries: PlanEntry[] | null
  maybe: PlanEntry[] | null
  attrs: Facts
  assumed: string[] | null
  /** Attributes of the questions to ask next. */
  left: string[] | null
  workingWd: number
}

export function listScenarios(): Promise<Scenario[]> {
  return requestRows('/api/v1/scenarios')
}

export function readScenario(code: string): Promise<Scenario> {
  return request('GET', '/api/v1/scenarios/{code}', { path: { code } })
}

/** What applies, given the answers so far; nothing is stored. */
export function planScenario(code: string, body: { answers: Facts; chosen: string[]; done: string[] }): Promise<Plan> {
  return request('POST', '/api/v1/scenarios/{code}/plan', { path: { code }, body })
}

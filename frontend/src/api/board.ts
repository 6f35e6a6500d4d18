import type { DateText } from './case'
import { request, requestRows } from './request'

/** A part of a whole; `rate` is 0…1, −1 where the whole is empty. */
export interface Share {
  n: number
  of: number
  rate: number
}

/** What the board says of one department, item, agent, division, month, or of the whole. */
export interface Figures {
  key: string
  open: number
  paused: number
  received: number
  accepted: number
  deemed: number
  decided: number
  refused: number
  inPromise: Share
  inLaw: Share
  /** Working days of the agency's time; −1 where nothing was decided. */
  median: number
  p90: number
  agencyDays: number
  applicantDays: number
  specialDays: number
}

/** The open cases by lamp, today. */
export interface Stock {
  open: number
  red: number
  yellow: number
  blue: number
  green: number
  paused: number
}

export interface Board {
  today: string
  from: string
  to: string
  region: string
  /** Whose cases these are; empty for all of the region. */
  dept: string
  stock: Stock
  total: Figures
  depts: Figures[]
  items: Figures[]
  agents: Figures[]
  regions: Figures[]
  months: Figures[]
}

/** A red or yellow card: it follows a violation, never a lamp. */
export interface Card {
  id: number
  caseId: number
  deptCode: string
  colour: 'RED' | 'YELLOW'
  rule: string
  clock: string
  postName: string
  status: string
  onDate: DateText
  number: string
  itemCode: string
  itemName: string
  enterprise: string
}

/** The figures of whole months, from the month of one day to that of another. */
export function readBoard(from: string, to: string): Promise<Board> {
  return request('GET', '/api/v1/board', { query: { from, to } })
}

export function listCards(query: { colour?: string; dept?: string; from?: string; to?: string; before?: number; limit?: number }): Promise<Card[]> {
  return requestRows('/api/v1/cards', { query })
}

/** An act that was entered later than it was done (补录), with its case and its proof. */
export interface LateLine {
  id: number
  caseId: number
  number: string
  flow: string
  itemCode: string
  itemName: string
  deptCode: string
  enterprise: string
  verb: string
  legalAt: string
  recordedAt: string
  /** Working days between the two. */
  lateDays: number
  actorName: string
  secondName: string
  reason: string
  /** The scanned paper, or 0 where `paper` says what it is and where it lies. */
  fileId: number
  paper: string
}

/** The late records that were entered from one day to another, newest first. */
export function listLate(from: string, to: string): Promise<LateLine[]> {
  return requestRows('/api/v1/late-records', { query: { from, to, limit: 500 } })
}

/** A special procedure begun on the last day of the legal limit (末日暂停), with its case. */
export interface LastDayPause {
  caseId: number
  /** Of the event that began it. */
  seq: number
  number: string
  itemCode: string
  itemName: string
  deptCode: string
  status: string
  kind: string
  /** Its first day: the legal due date of then. */
  from: string
  plannedEnd: string
  basis: string
  reason: string
  /** The section head who confirmed it. */
  byName: string
  /** As it is now. */
  legalDue: DateText
  recordedAt: string
}

/** The special procedures begun on the last day that were recorded from one day to another, newest first. */
export function listLastDay(from: string, to: string): Promise<LastDayPause[]> {
  return requestRows('/api/v1/last-day-pauses', { query: { from, to, limit: 500 } })
}

import type { DateText, InstantText } from './case'
import { request, requestRows } from './request'

export interface CalendarDay {
  date: string
  /** WEEKDAY, WEEKEND, HOLIDAY, MAKEUP, LOCAL_OFF, LOCAL_WORK */
  kind: string
  working: boolean
  /** 国庆节, or the county's name for the day. */
  name?: string
  /** Number of the notice, or of the county's document. */
  source?: string
  provisional?: boolean
}

export interface NoticeDay {
  date: string
  kind: 'HOLIDAY' | 'MAKEUP'
  name: string
}

/** The State Council's arrangement of the holidays of one year. */
export interface CalendarNotice {
  year: number
  number: string
  issued: DateText
  provisional?: boolean
  days: NoticeDay[]
}

/** The calendar of a year, every day of it. */
export interface CalendarYear {
  year: number
  /** The year's notice is not published: weekends alone are known. */
  provisional: boolean
  workingDays: number
  days: CalendarDay[]
  notices: CalendarNotice[]
}

/** A day of the county's own: off, or an extra working day. */
export interface LocalDay {
  date: string
  off: boolean
  docNo: string
  name: string
  overrideMakeup?: boolean
}

export interface CalendarEntry {
  id: number
  kind: 'NOTICE' | 'LOCAL'
  year: number
  docNo: string
  body: Partial<CalendarNotice> & Partial<LocalDay>
  status: 'DRAFT' | 'APPLIED' | 'REVOKED'
  createdAt: InstantText
  appliedAt: InstantText
}

/** A due date of an open case that a change of the calendar moves. */
export interface MovedDue {
  caseId: number
  number: string
  itemName: string
  clock: string
  old: DateText
  new: DateText
  provisional: boolean
}

export interface CalendarPreview {
  days: CalendarDay[]
  moved: MovedDue[]
}

/** How far the open cases have come to the calendar in force. */
export interface Recomputing {
  open: number
  ready: number
  done: boolean
}

const admin = '/api/v1/admin/calendar'

export function readCalendar(year: number): Promise<CalendarYear> {
  return request('GET', '/api/v1/calendar/{year}', { path: { year } })
}

export function listEntries(): Promise<CalendarEntry[]> {
  return requestRows('/api/v1/admin/calendar/entries')
}

/** The text is a notice in JSON or YAML. */
export function draftNotice(text: string): Promise<CalendarEntry> {
  return request('POST', `${admin}/notices`, { body: { text } })
}

export function draftLocal(day: LocalDay): Promise<CalendarEntry> {
  return request('POST', `${admin}/local-days`, { body: day })
}

export function previewEntry(id: number): Promise<CalendarPreview> {
  return request('GET', `${admin}/entries/{id}/preview`, { path: { id } })
}

export function applyEntry(id: number): Promise<CalendarEntry> {
  return request('POST', `${admin}/entries/{id}/apply`, { path: { id } })
}

export function revokeEntry(id: number, reason: string): Promise<CalendarEntry> {
  return request('POST', `${admin}/entries/{id}/revoke`, { path: { id }, body: { reason } })
}

export function readRecomputing(): Promise<Recomputing> {
  return request('GET', `${admin}/recompute`)
}

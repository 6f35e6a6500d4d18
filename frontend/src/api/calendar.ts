import { request } from './request'

/** The calendar of a year, every day of it. */
export interface CalendarYear {
  year: number
  /** The year's notice is not published: weekends alone are known. */
  provisional: boolean
  days: { date: string; kind: string; working: boolean; name?: string }[]
}

export function readCalendar(year: number): Promise<CalendarYear> {
  return request('GET', '/api/v1/calendar/{year}', { path: { year } })
}

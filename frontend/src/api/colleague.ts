import type { DateText } from './case'
import { requestRows } from './request'

/** Somebody who holds a post in one's own division, with who stands in while absent. */
export interface Colleague {
  grantId: number
  userId: number
  name: string
  role: string
  deptCode: string
  region: string
  awayUntil: DateText
  substituteId: number
}

export function listColleagues(query: { dept?: string; role?: string }): Promise<Colleague[]> {
  return requestRows('/api/v1/colleagues', { query })
}

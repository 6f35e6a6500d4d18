import type { LampColour } from '@/kit/lamp'
import type { DateText, PauseView } from './case'
import { request } from './request'

/** What anybody with the number and the code may see: state and dates, names masked. */
export interface Progress {
  number: string
  itemCode: string
  itemName: string
  enterprise: string
  status: string
  flow: string
  receivedOn: DateText
  acceptedOn: DateText
  promisedDue: DateText
  legalDue: DateText
  decidedOn: DateText
  deliveredOn: DateText
  pauses: PauseView[] | null
  moves: { to: string; on: DateText }[]
  lamp: LampColour
  remaining: number
}

export function lookUpProgress(number: string, code: string): Promise<Progress> {
  return request('POST', '/api/v1/progress', { body: { number, code } })
}

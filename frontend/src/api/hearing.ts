import type { Case, DateText, InstantText } from './case'
import { request } from './request'

/** An interested party that was told of the right to a hearing; how it is reached is told to staff alone. */
export interface HearingParty {
  name: string
  contact: string
  interest: string
  /** DIRECT, MAIL, LEFT or NOTICE */
  how: string
  proof: string
}

/** How far the hearing of a case has come. */
export interface Hearing {
  matter: string
  public: boolean
  parties: HearingParty[]
  toldOn: DateText
  askBy: DateText
  requestedOn: DateText
  /** An interested party; '' for the applicant. */
  requestedBy: string
  holdBy: DateText
  noticeBy: DateText
  /** The first day on which it may be held if notice is given today. */
  earliest: DateText
  paused: boolean
  at: InstantText
  place: string
  chair: string
  clerk: string
  closed: string
  heldOn: DateText
  dropped: string
  statements: { by: string; text: string; at: InstantText }[]
}

export interface HearingInput {
  version: number
  matter?: string
  public?: boolean
  parties?: HearingParty[]
  by?: string
  on?: DateText
  reason?: string
  at?: InstantText
  place?: string
  clerk?: string
  closed?: string
  attended?: string[]
  minutes?: string
}

const whole = { matter: '', public: false, parties: [], by: '', on: null, reason: '', at: null, place: '', clerk: '', closed: '', attended: [], minutes: '' }

/** One act of a hearing; each reads what it needs. */
export function actHearing(id: number, act: 'tell' | 'notice' | 'record' | 'request' | 'drop' | 'statement', input: HearingInput): Promise<Case> {
  return request('POST', `/api/v1/cases/{id}/hearing/${act}`, { path: { id }, body: { ...whole, ...input } })
}

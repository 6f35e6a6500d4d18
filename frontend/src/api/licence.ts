import type { DateText } from './case'
import { request, requestRows } from './request'

/** What a granted case leaves behind. */
export interface Licence {
  id: number
  projectId: number
  itemCode: string
  name: string
  deptCode: string
  number: string
  caseId: number
  status: string
  validFrom: DateText
  expiresOn: DateText
  renewBy: DateText
  renewalCase: number
  conditions: string
  endedOn: DateText
  endReason: string
  version: number
}

/** The licences of the enterprise that one acts for, the newest first. */
export function listLicences(): Promise<Licence[]> {
  return requestRows('/api/v1/licences')
}

/** The licences that a case brought. */
export function licencesOf(caseId: number): Promise<Licence[]> {
  return requestRows('/api/v1/cases/{id}/licences', { path: { id: caseId } })
}

export interface EndLicence {
  version: number
  act: string
  ground: string
  facts: string
  indemnity: string
  secondId: number
}

/** 撤销, 撤回 or 注销 by the agency, with a second person. */
export function endLicence(id: number, body: EndLicence): Promise<Licence> {
  return request('POST', '/api/v1/licences/{id}/end', { path: { id }, body })
}

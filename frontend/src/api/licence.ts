import type { DateText } from './case'
import { requestRows } from './request'

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
}

/** The licences of the enterprise that one acts for, the newest first. */
export function listLicences(): Promise<Licence[]> {
  return requestRows('/api/v1/licences')
}

import type { ReadLogMessages } from './readlog'

export const readlogEn: ReadLogMessages = {
  title: 'Read log',
  lead: 'Who of the staff and the agents opened or downloaded materials and looked at cases and drafts. The auditor alone reads it, nobody changes it, it is kept for 180 days at least.',
  user: 'Reader',
  caseNumber: 'Case number',
  kind: 'What',
  any: 'All',
  'kind.FILE': 'Material opened or downloaded',
  'kind.CASE': 'Case looked at (once a day)',
  'kind.PRECHECK': 'Draft looked at on request (once a day)',
  from: 'From',
  to: 'To',
  clear: 'Clear',
  none: 'No record matches',
  at: 'Time',
  post: 'Post',
  subject: 'Material, item',
  for: 'for {name}',
}

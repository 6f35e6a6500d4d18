import type { Translation } from './messages'
import type { StaffNav } from './staffnav'

export const staffnavEn: Translation<StaffNav> = {
  queue: 'My desk',
  counter: 'Counter',
  pickup: 'Pick-up',
  prechecks: 'Pre-checks',
  sign: 'To sign',
  agent: 'Clients',
  enterprises: 'Verification',
  projects: 'Projects',
  case: 'Case',
  joint: 'Joint set',
  board: 'Board',
  cases: 'Cases',
  late: 'Late records',
  pool: 'Agents',
  lastDay: 'Last-day pauses',
  ratings: 'Bad ratings',
  catalogue: 'Items',
  calendar: 'Calendar',
  users: 'Users',
  departments: 'Departments',
  absences: 'Absences',
  settings: 'Settings',
  audit: 'Audit',
  readLog: 'Read log',
}

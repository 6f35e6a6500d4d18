import type { Translation } from './messages'
import type { noticeZh } from './notice.zh'

export const noticeEn: Translation<typeof noticeZh> = {
  'case.moved': '“{itemName}” ({number}) is now: {to}',
  'work.new': 'New work: {step}, “{itemName}” ({number}), due {due}',
  'case.copied': 'For your information: “{itemName}” ({number})',
  'step.reminded': 'Reminder: please go on with “{itemName}” ({number})',
  'alert.warn': 'Due soon: “{itemName}” ({number}), clock: {clock}, {due}',
  'alert.due': 'Due today: “{itemName}” ({number}), clock: {clock}',
  'alert.overdue': 'Overdue: “{itemName}” ({number}), clock: {clock}, {due}',
  'alert.delayed': 'Delay: “{itemName}” ({number}) is past its limit ({clock}, {due}). Silence is not consent; you may apply for administrative reconsideration first',
  'case.due_moved': 'The calendar changed: “{itemName}” ({number}), clock: {clock}, from {old} to {due}',
  'joint.child_refused': 'Please coordinate: in the joint review “{itemName}” ({number}), “{part}” was refused',
  'licence.cancel_due': 'Please cancel: the licence “{itemName}” ({number}) is no longer in force, by {due}',
  'alert.escalate': 'Overdue, for those above: “{itemName}” ({number}), clock: {clock}, {due}',
  'opinion.asked': 'Your opinion is asked by {due} ({number})',
  'opinion.answered': 'Your request for an opinion was answered ({number})',
  'opinion.withdrawn': 'A request for an opinion was withdrawn ({number})',
  'opinion.deemed': 'No opinion came in time: it counts as no objection ({number})',
  'rating.invited': 'Please rate “{itemName}” ({number})',
  'rectify.opened': 'A bad rating must be put right ({number})',
  'rectify.replied': 'A bad rating was answered ({number})',
  'rectify.again': 'A bad rating must be put right again ({number})',
  'rectify.closed': 'A bad rating was put right ({number})',
  'thread.message': 'New in the questions on “{itemName}” ({number})',
  'note.shown': 'A new note on “{itemName}” ({number})',
  'project.agent': 'An agent was assigned to the project',
}

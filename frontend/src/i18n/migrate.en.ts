import type { Translation } from './messages'
import type { Migrate } from './migrate'

export const migrateEn: Translation<Migrate> = {
  act: 'Move to a version',
  title: 'Move an open case · {number}',
  text: 'An open case keeps the version it was submitted under. To move it, say what each material becomes; the move is noted in its journal',
  to: 'From version {n} to',
  versionNo: 'Version {n}',
  materials: 'What each material becomes',
  letGo: 'No longer needed',
  added: 'New there: {names}. Not asked of a case that is accepted',
  limits: "Take the new version's limits too",
  limitsHint: 'Otherwise the statutory and promised limits stay as at submission',
  reason: 'Reason',
  reasonNeeded: 'Give a reason',
  undecided: 'Say what {code} becomes',
  twice: '{code} becomes the same as another material',
  go: 'Move',
  migrated: '{number} is under version {n} now',
}

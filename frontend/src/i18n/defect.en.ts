import type { DefectTexts } from './defect'
import type { Translation } from './messages'

export const defectEn: Translation<DefectTexts> = {
  form: 'Application form',
  howTo: 'How to correct: {text}',
  basis: 'Basis: {text}',
  sample: 'Sample: {text}',
  mend: 'Correct it',
  mendNamed: 'Correct it: {name}',
  count: '{n} points, {done} corrected',
  'state.MISSING': 'To correct',
  'state.DEFECTIVE': 'To correct',
  'state.HANDED_IN': 'Uploaded again',
  'state.PROMISED': 'Promised',
  'state.HELD': 'Licence on file',
  'state.ACCEPTED': 'Checked',
  'state.ASKED': 'To be added',
  'state.SUPPLIED': 'Added',
  'state.FORM': 'Please check',
}

import { namesOf } from './labels.first'
import { firstLabelsZh } from './labels.first.zh'
import { caseLabelsZh } from './labels.case.zh'

/** Of a case as its applicant meets it. */
export const { label } = namesOf({ ...firstLabelsZh, ...caseLabelsZh })

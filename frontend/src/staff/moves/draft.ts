import type { CaseDetail, CaseMaterial, Defect } from '@/api/case'
import { t } from '@/i18n/desk'
import { chineseLaw } from '@/i18n/law'

export interface DefectDraft extends Required<Defect> {
  on: boolean
  name: string
}

/** What is typed in the dialog of a move. */
export interface MoveDraft {
  reason: string
  defects: DefectDraft[]
  newDefect: boolean
  ground: 'BODY' | 'DEFECTS' | ''
  competentBody: string
  evidence: string
  secondId: number
  missing: string[]
  gapDue: string
  promise: boolean
  material: string
  pauseSeq: string
  pauseReason: string
  from: string
  plannedEnd: string
  end: string
  waive: boolean
  chairId: number
  requestedOn: string
  days: number | string | null
  findings: string
  articles: string
  conditions: string
  validMonths: number | string | null
  siteCheckBy: string
  hearingRecord: string
  upper: string
  upperNo: string
  upperOn: string
  how: string
  recipient: string
  relation: string
  place: string
  proof: string
  witnesses: string
  record: string
  plan: string
  solutionOn: string
  requirement: string
  orderDue: string
  level: string
  termination: string
  projectCode: string
  late: boolean
  lateOn: string
  lateAt: string
  lateSecond: number
  latePaper: string
}

/** Whether a material is there for the window to look at. */
export function isAbsent(material: CaseMaterial): boolean {
  return material.state === 'MISSING' || material.state === 'DEFECTIVE'
}

/** The materials that may follow and are not there (容缺). */
export function mayFollow(detail: CaseDetail): CaseMaterial[] {
  return detail.materials.filter((material) => material.mayFollow && isAbsent(material))
}

/** The special procedures that run. */
export function openPauses(detail: CaseDetail) {
  return (detail.pauses ?? []).filter((pause) => !pause.end && pause.reason !== 'SUSPENSION')
}

/** Whether earlier notices have noted a defect of this material; in a later round a new one needs the section head. */
export function notedBefore(detail: CaseDetail, material: string): boolean {
  return detail.events.some(
    (event) => ['T03', 'T05', 'F02'].includes(event.code) && event.payload?.defects?.some((defect) => defect.material === material),
  )
}

/**
 * The lines of a one-time notice, made from the list of materials: what is missing or was found
 * defective is ticked beforehand, with its words. The basis is written as the paper has it.
 */
export function defectsOf(detail: CaseDetail): DefectDraft[] {
  const basis = chineseLaw(detail.item.legalBasis[0] ?? '')
  const lines = detail.materials.map((material): DefectDraft => {
    const missing = material.state === 'MISSING'
    const on = material.required ? isAbsent(material) : material.state === 'DEFECTIVE'
    return {
      on,
      name: material.name,
      material: material.code,
      problem: material.defect || (missing ? t('defectMissing', { name: material.name }) : ''),
      basis: material.basis || basis,
      howTo: material.howTo || (missing ? t('defectBring', { name: material.name }) : ''),
      sample: '',
    }
  })
  return [...lines, { on: false, name: t('defectForm'), material: '', problem: '', basis, howTo: '', sample: '' }]
}

/** A dialog as it opens. */
export function newDraft(detail: CaseDetail): MoveDraft {
  const pauses = openPauses(detail)
  const extension = detail.item.extension
  return {
    reason: '',
    defects: defectsOf(detail),
    newDefect: false,
    ground: '',
    competentBody: '',
    evidence: '',
    secondId: 0,
    missing: mayFollow(detail)
      .filter((material) => material.required)
      .map((material) => material.code),
    gapDue: '',
    promise: false,
    material: detail.materials.find((material) => material.state === 'PROMISED')?.code ?? '',
    pauseSeq: pauses.length === 1 ? String(pauses[0]!.seq) : '',
    pauseReason: detail.item.excluded.length === 1 ? detail.item.excluded[0]!.reason : '',
    from: detail.today,
    plannedEnd: '',
    end: detail.today,
    waive: false,
    chairId: 0,
    requestedOn: '',
    days: extension ? extension.max : null,
    findings: '',
    articles: '',
    conditions: '',
    validMonths: detail.item.licence?.validityMonths || null,
    siteCheckBy: '',
    hearingRecord: '',
    upper: '',
    upperNo: '',
    upperOn: '',
    how: '',
    recipient: detail.enterprise,
    relation: '',
    place: '',
    proof: '',
    witnesses: '',
    record: '',
    plan: '',
    solutionOn: '',
    requirement: '',
    orderDue: '',
    level: '',
    projectCode: '',
    termination: '',
    late: false,
    lateOn: '',
    lateAt: '10:00',
    lateSecond: 0,
    latePaper: '',
  }
}

/** Whether a hearing was held, so that the decision must say how its record was considered. */
export function wasHeard(detail: CaseDetail): boolean {
  return (detail.pauses ?? []).some((pause) => pause.reason === 'HEARING')
}

/** Whether the case was checked on site: the decision names two. */
export function wasVisited(detail: CaseDetail): boolean {
  return detail.steps.some((step) => step.kind === 'SITE_CHECK' && step.state === 'DONE')
}

/** The defects that the notice will hold. */
export function chosenDefects(draft: MoveDraft): Defect[] {
  return draft.defects
    .filter((line) => line.on)
    .map(({ material, problem, basis, howTo, sample }) => ({ material, problem: problem.trim(), basis: basis.trim(), howTo: howTo.trim(), ...(sample.trim() && { sample: sample.trim() }) }))
}

/** Whether the notice would hold a defect that no earlier notice noted. */
export function hasNewDefect(draft: MoveDraft, detail: CaseDetail): boolean {
  return detail.case.round > 1 && draft.defects.some((line) => line.on && !notedBefore(detail, line.material))
}

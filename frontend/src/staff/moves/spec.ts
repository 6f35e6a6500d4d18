import type { CaseDetail, CaseMaterial, Defect, MoveInput } from '@/api/case'
import type { FieldError } from '@/composables/problem'
import { t as core } from '@/i18n'
import { fieldLabel, t } from '@/i18n/desk'
import { isDate } from '@/kit/date'

/** What the law asks for at a move, piece by piece; each piece is a part of the dialog. */
export type Part =
  | 'defects'
  | 'ground'
  | 'body'
  | 'evidence'
  | 'second'
  | 'missing'
  | 'pause'
  | 'pauseEnd'
  | 'replan'
  | 'extend'
  | 'grant'
  | 'refusal'
  | 'articles'
  | 'upper'
  | 'delivery'
  | 'answer'
  | 'termination'
  | 'material'

export interface MoveSpec {
  verb: string
  /** How the button looks, and whether it stands in the row of buttons or in the menu behind it. */
  tone: 'primary' | 'plain' | 'danger'
  aside?: boolean
  reason: 'required' | 'optional' | 'none'
  parts: Part[]
  /** The paper that it writes, as it is known beforehand. */
  paper?: string
}

const spec = (verb: string, tone: MoveSpec['tone'], reason: MoveSpec['reason'], parts: Part[] = [], more: Partial<MoveSpec> = {}): MoveSpec => ({
  verb,
  tone,
  reason,
  parts,
  ...more,
})

const list: MoveSpec[] = [
  spec('accept', 'primary', 'optional', [], { paper: 'DOC-02' }),
  spec('decide_instant', 'primary', 'optional', ['grant'], { paper: 'DOC-10' }),
  spec('require_correction', 'plain', 'none', ['defects'], { paper: 'DOC-03' }),
  spec('return', 'plain', 'none', ['defects'], { paper: 'DOC-03R' }),
  spec('accept_tolerant', 'plain', 'optional', ['missing'], { paper: 'DOC-05' }),
  spec('not_accept', 'danger', 'required', ['ground'], { paper: 'DOC-04' }),
  spec('not_accept_false', 'danger', 'required', ['evidence', 'second'], { paper: 'DOC-04', aside: true }),
  spec('not_required', 'plain', 'required', [], { paper: 'DOC-04N', aside: true }),
  spec('assign', 'primary', 'optional'),
  spec('approve', 'primary', 'optional', ['grant'], { paper: 'DOC-10' }),
  spec('refuse', 'danger', 'required', ['refusal'], { paper: 'DOC-11' }),
  spec('start_special', 'plain', 'required', ['pause'], { paper: 'DOC-07' }),
  spec('end_special', 'primary', 'optional', ['pauseEnd']),
  spec('replan_special', 'plain', 'required', ['replan'], { paper: 'DOC-07C' }),
  spec('extend', 'plain', 'required', ['extend'], { paper: 'DOC-08' }),
  spec('forward', 'plain', 'optional', ['body']),
  spec('close_gap', 'primary', 'optional', ['material'], { paper: 'DOC-01' }),
  spec('terminate_gap', 'danger', 'required', [], { paper: 'DOC-14T', aside: true }),
  spec('make_certificate', 'primary', 'optional', [], { paper: 'DOC-12' }),
  spec('deliver', 'primary', 'optional', ['delivery'], { paper: 'DOC-13' }),
  spec('suspend', 'plain', 'required', [], { paper: 'DOC-14S', aside: true }),
  spec('resume', 'primary', 'optional', [], { paper: 'DOC-14R' }),
  spec('withdraw', 'plain', 'required', [], { paper: 'DOC-14W', aside: true }),
  spec('terminate', 'danger', 'required', ['termination'], { paper: 'DOC-14T', aside: true }),
  spec('receive_pending', 'primary', 'optional', [], { paper: 'DOC-01' }),
  spec('release_pending', 'plain', 'required', [], { aside: true }),
  spec('ask_info', 'plain', 'none', ['ground'], { paper: 'DOC-15G' }),
  spec('register', 'primary', 'optional', [], { paper: 'DOC-15F' }),
  spec('report_change', 'plain', 'required', [], { paper: 'DOC-15U' }),
  spec('order_correction', 'plain', 'required', ['articles'], { paper: 'DOC-15O' }),
  spec('confirm_correction', 'primary', 'required', [], { paper: 'DOC-15C' }),
  spec('cancel', 'danger', 'required', ['second'], { paper: 'DOC-15X', aside: true }),
  spec('triage', 'primary', 'optional'),
  spec('answer', 'primary', 'optional', ['answer']),
  spec('construct', 'plain', 'optional'),
  spec('connect', 'primary', 'optional'),
  spec('satisfy', 'primary', 'optional'),
  spec('not_possible', 'danger', 'required'),
  spec('confirm', 'primary', 'optional'),
  spec('reopen', 'plain', 'required'),
  spec('start', 'primary', 'optional'),
  spec('finish', 'primary', 'optional'),
]
const byVerb = new Map(list.map((one) => [one.verb, one]))

/** The moves of the applicant's side, which a desk never offers. */
const applicants = new Set(['submit', 'discard', 'resubmit', 'complete'])

/** What a case's item makes of a move: a filing is cancelled by two persons, a task by one; what is decided above is recorded. */
export function specFor(verb: string, detail: CaseDetail): MoveSpec {
  const plain = byVerb.get(verb) ?? spec(verb, 'plain', 'optional')
  if (verb === 'cancel' && detail.case.flow === 'TASK') return { ...plain, parts: [], paper: undefined }
  const above = detail.item.countyRole !== 'DECIDE'
  if (above && (verb === 'approve' || verb === 'refuse')) {
    return { ...plain, parts: verb === 'refuse' ? ['upper', 'refusal'] : ['upper', 'grant'], paper: undefined }
  }
  if (verb === 'decide_instant' && detail.case.flow === 'FILING') return { ...plain, parts: [], paper: 'DOC-15F' }
  return plain
}

/** The moves that a desk offers of those that state and role allow, in the order of their weight. */
export function offered(detail: CaseDetail): MoveSpec[] {
  const order = list.map((one) => one.verb)
  return detail.verbs
    .filter((verb) => !applicants.has(verb))
    .map((verb) => specFor(verb, detail))
    .sort((a, b) => order.indexOf(a.verb) - order.indexOf(b.verb))
}

export interface DefectDraft extends Defect {
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
  plan: string
  solutionOn: string
  level: string
  termination: string
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
 * defective is ticked beforehand, with its words.
 */
export function defectsOf(detail: CaseDetail): DefectDraft[] {
  const basis = detail.item.legalBasis[0] ?? ''
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
    }
  })
  return [...lines, { on: false, name: t('defectForm'), material: '', problem: '', basis, howTo: '' }]
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
    plan: '',
    solutionOn: '',
    level: '',
    termination: detail.case.status === 'CORRECTION_REQUIRED' ? 'NOT_HANDED_IN' : 'OBJECT_LOST',
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
    .map(({ material, problem, basis, howTo }) => ({ material, problem: problem.trim(), basis: basis.trim(), howTo: howTo.trim() }))
}

/** Whether the notice would hold a defect that no earlier notice noted. */
export function hasNewDefect(draft: MoveDraft, detail: CaseDetail): boolean {
  return detail.case.round > 1 && draft.defects.some((line) => line.on && !notedBefore(detail, line.material))
}

const names = (text: string) => text.split(/[、,，;；\n]/).map((name) => name.trim()).filter(Boolean)
const whole = (value: MoveDraft['days']) => (typeof value === 'number' && Number.isInteger(value) ? value : 0)

/** What is wrong in the dialog, before the server is asked; the paths are those of the request. */
export function checkDraft(spec: MoveSpec, draft: MoveDraft, detail: CaseDetail): FieldError[] {
  const errors: FieldError[] = []
  const need = (path: string, value: unknown, chosen = false) => {
    if (value) return
    errors.push({ path, message: core(chosen ? 'form.requiredChoice' : 'form.required', { field: fieldLabel(path) }) })
  }
  const needDate = (path: string, value: string, after = '', say = '') => {
    if (!isDate(value)) errors.push({ path, message: value ? core('dateInvalid') : core('form.required', { field: fieldLabel(path) }) })
    else if (after && value <= after) errors.push({ path, message: say })
  }
  const needDefects = () => {
    if (!chosenDefects(draft).length) errors.push({ path: 'defects', message: t('defectNone') })
    draft.defects.forEach((line, index) => {
      if (!line.on) return
      for (const field of ['problem', 'basis', 'howTo'] as const) {
        if (!line[field].trim()) {
          errors.push({ path: `defects.${index}.${field}`, message: `${line.name}：${core('form.required', { field: fieldLabel(field) })}` })
        }
      }
    })
    if (hasNewDefect(draft, detail) && !draft.newDefect) errors.push({ path: 'newDefect', message: t('defectNewNeeds') })
  }
  const checks: Record<Part, () => void> = {
    defects: needDefects,
    ground() {
      if (draft.ground === 'BODY') need('competentBody', draft.competentBody.trim())
      else if (draft.ground === 'DEFECTS') needDefects()
      else need('ground', '', true)
    },
    body: () => need('competentBody', draft.competentBody.trim()),
    evidence: () => need('evidence', draft.evidence.trim()),
    second: () => need('secondId', draft.secondId, true),
    missing() {
      if (!draft.missing.length) need('missing', '', true)
      needDate('gapDue', draft.gapDue, detail.today, t('gapDuePast'))
      if (!draft.promise) errors.push({ path: 'promise', message: t('promiseNeeded') })
    },
    pause() {
      need('pause.reason', draft.pauseReason, true)
      needDate('pause.from', draft.from)
      needDate('pause.plannedEnd', draft.plannedEnd)
      if (isDate(draft.from) && draft.from < detail.today) errors.push({ path: 'pause.from', message: t('pausePast') })
      if (isDate(draft.from) && isDate(draft.plannedEnd) && draft.plannedEnd < draft.from) {
        errors.push({ path: 'pause.plannedEnd', message: t('pauseBackwards') })
      }
      if (draft.pauseReason === 'HEARING') need('pause.chairId', draft.chairId, true)
    },
    pauseEnd() {
      need('pause.seq', draft.pauseSeq, true)
      needDate('pause.end', draft.end)
    },
    replan() {
      need('pause.seq', draft.pauseSeq, true)
      needDate('pause.plannedEnd', draft.plannedEnd)
    },
    extend() {
      const most = detail.item.extension?.max ?? 0
      const days = whole(draft.days)
      if (days < 1 || days > most) errors.push({ path: 'extend.days', message: t('extendRange', { n: most }) })
    },
    grant() {
      if (wasVisited(detail) && names(draft.siteCheckBy).length === 1) errors.push({ path: 'decision.siteCheckBy', message: t('siteCheckTwo') })
      if (wasHeard(detail)) need('decision.hearingRecord', draft.hearingRecord.trim())
      if (draft.validMonths !== null && whole(draft.validMonths) < 1) errors.push({ path: 'decision.validMonths', message: t('monthsWhole') })
    },
    refusal() {
      need('decision.findings', draft.findings.trim())
      need('decision.articles', draft.articles.trim())
      if (wasHeard(detail)) need('decision.hearingRecord', draft.hearingRecord.trim())
    },
    articles: () => need('decision.articles', draft.articles.trim()),
    upper() {
      need('decision.upper', draft.upper.trim())
      need('decision.upperNo', draft.upperNo.trim())
      needDate('decision.upperOn', draft.upperOn)
    },
    delivery() {
      need('delivery.how', draft.how, true)
      need('delivery.recipient', draft.recipient.trim())
      if (draft.how && draft.how !== 'DIRECT') need('delivery.proof', draft.proof.trim())
    },
    answer() {
      need('answer.plan', draft.plan.trim())
      needDate('answer.solutionOn', draft.solutionOn)
      need('answer.level', draft.level, true)
    },
    termination: () => need('ground', draft.termination, true),
    material: () => undefined,
  }
  for (const part of spec.parts) checks[part]()
  if (spec.reason === 'required') need('reason', draft.reason.trim())
  return errors
}

/** The request that a dialog makes: only what its move reads. */
export function inputOf(spec: MoveSpec, draft: MoveDraft, version: number, detail: CaseDetail): MoveInput {
  const input: MoveInput = { version, reason: draft.reason.trim() }
  const defects = () => {
    input.defects = chosenDefects(draft)
    input.newDefect = hasNewDefect(draft, detail) && draft.newDefect
  }
  const decision = () => (input.decision ??= {})
  const fill: Record<Part, () => void> = {
    defects,
    ground() {
      if (draft.ground === 'BODY') input.competentBody = draft.competentBody.trim()
      else defects()
    },
    body: () => (input.competentBody = draft.competentBody.trim()),
    evidence: () => (input.evidence = draft.evidence.trim()),
    second: () => (input.secondId = draft.secondId),
    missing: () => Object.assign(input, { missing: draft.missing, gapDue: draft.gapDue, promise: draft.promise }),
    pause() {
      input.pause = { reason: draft.pauseReason, from: draft.from, plannedEnd: draft.plannedEnd, waive: draft.waive }
      if (draft.pauseReason === 'HEARING') input.pause.chairId = draft.chairId
    },
    pauseEnd: () => (input.pause = { seq: Number(draft.pauseSeq), end: draft.end }),
    replan: () => (input.pause = { seq: Number(draft.pauseSeq), plannedEnd: draft.plannedEnd, waive: draft.waive }),
    extend: () => (input.extend = { days: whole(draft.days) }),
    grant() {
      Object.assign(decision(), { findings: draft.findings.trim(), articles: draft.articles.trim(), conditions: draft.conditions.trim() })
      Object.assign(decision(), { validMonths: whole(draft.validMonths), siteCheckBy: names(draft.siteCheckBy), hearingRecord: draft.hearingRecord.trim() })
    },
    refusal() {
      Object.assign(decision(), { findings: draft.findings.trim(), articles: draft.articles.trim(), hearingRecord: draft.hearingRecord.trim() })
      Object.assign(decision(), { siteCheckBy: names(draft.siteCheckBy) })
    },
    articles: () => Object.assign(decision(), { articles: draft.articles.trim() }),
    upper: () => Object.assign(decision(), { upper: draft.upper.trim(), upperNo: draft.upperNo.trim(), upperOn: draft.upperOn }),
    delivery() {
      const { how, recipient, relation, place, proof } = draft
      input.delivery = { how, recipient: recipient.trim(), relation: relation.trim(), place: place.trim(), proof: proof.trim() }
    },
    answer: () => (input.answer = { plan: draft.plan.trim(), solutionOn: draft.solutionOn, level: draft.level }),
    termination: () => (input.ground = draft.termination),
    material: () => (input.material = draft.material),
  }
  for (const part of spec.parts) fill[part]()
  return input
}

/**
 * The server names the defects that were sent, by their place among the chosen; the dialog names all.
 */
export function pathInDialog(path: string, draft: MoveDraft): string {
  const at = /^defects\.(\d+)(.*)$/.exec(path)
  if (!at) return path
  const chosen = draft.defects.flatMap((line, index) => (line.on ? [index] : []))
  return `defects.${chosen[Number(at[1])] ?? at[1]}${at[2]}`
}

import type { CaseDetail, MoveInput, Proof } from '@/api/case'
import type { FieldError } from '@/composables/problem'
import { t as core } from '@/i18n'
import { fieldLabel, say, t } from '@/i18n/desk'
import { isDate } from '@/kit/date'
import { chosenDefects, hasNewDefect, wasHeard, wasVisited, type MoveDraft } from './draft'
import type { MoveSpec, Part } from './spec'

const names = (text: string) => text.split(/[、,，;；\n]/).map((name) => name.trim()).filter(Boolean)
const whole = (value: MoveDraft['days']) => (typeof value === 'number' && Number.isInteger(value) ? value : 0)

/** What is wrong in the dialog, before the server is asked; the paths are those of the request. */
export function checkDraft(spec: MoveSpec, draft: MoveDraft, detail: CaseDetail): FieldError[] {
  const errors: FieldError[] = []
  const need = (path: string, value: unknown, chosen = false, field = fieldLabel(path)) => {
    if (value) return
    errors.push({ path, message: core(chosen ? 'form.requiredChoice' : 'form.required', { field }) })
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
    if (!spec.parts.includes('supplement') && hasNewDefect(draft, detail) && !draft.newDefect) errors.push({ path: 'newDefect', message: t('defectNewNeeds') })
  }
  const checks: Record<Part, () => void> = {
    defects: needDefects,
    supplement: needDefects,
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
      if (draft.how !== 'NOTICE') need('delivery.recipient', draft.recipient.trim())
      if (draft.how && draft.how !== 'DIRECT') need('delivery.proof', draft.proof.trim(), false, say(`delivery.proof.${draft.how}`, fieldLabel('delivery.proof')))
      if (draft.how !== 'LEFT') return
      need('delivery.place', draft.place.trim())
      if (!names(draft.witnesses).length && !draft.record.trim()) errors.push({ path: 'delivery.witnesses', message: t('deliveryWitness') })
    },
    answer() {
      need('answer.plan', draft.plan.trim())
      needDate('answer.solutionOn', draft.solutionOn)
      need('answer.level', draft.level, true)
    },
    order() {
      need('order.requirement', draft.requirement.trim())
      needDate('order.dueOn', draft.orderDue)
    },
    termination: () => void (spec.verb === 'terminate' && need('ground', draft.termination, true)),
    code() {
      const typed = draft.projectCode.normalize('NFKC').trim()
      if (typed && !/^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/.test(typed)) errors.push({ path: 'projectCode', message: core('form.projectCode') })
    },
    material: () => undefined,
  }
  for (const part of spec.parts) checks[part]()
  if (spec.reason === 'required') need('reason', draft.reason.trim())
  if (draft.late) {
    needDate('proof.at', draft.lateOn)
    if (isDate(draft.lateOn) && draft.lateOn >= detail.today) errors.push({ path: 'proof.at', message: t('latePast') })
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.lateAt)) errors.push({ path: 'proof.time', message: t('lateTime') })
    need('proof.secondId', draft.lateSecond, true)
    need('proof.paper', draft.latePaper.trim())
  }
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
    supplement: () => (input.defects = chosenDefects(draft)),
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
      if (draft.pauseReason === 'HEARING') {
        input.pause.chairId = draft.chairId
        if (draft.requestedOn) input.pause.requestedOn = draft.requestedOn
      }
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
      if (how === 'LEFT') Object.assign(input.delivery, { witnesses: names(draft.witnesses), record: draft.record.trim() })
      if (how === 'NOTICE') Object.assign(input.delivery, { recipient: '', relation: '' })
    },
    answer: () => (input.answer = { plan: draft.plan.trim(), solutionOn: draft.solutionOn, level: draft.level }),
    order: () => (input.order = { requirement: draft.requirement.trim(), dueOn: draft.orderDue }),
    termination: () => (input.ground = draft.termination === 'NONE' ? '' : draft.termination),
    code: () => (input.projectCode = draft.projectCode.normalize('NFKC').trim()),
    material: () => (input.material = draft.material),
  }
  for (const part of spec.parts) fill[part]()
  return input
}

/** What a late record rests on: when it took effect in Shanghai, who confirms it, which paper says so. */
export function proofOf(draft: MoveDraft): Proof {
  return { at: `${draft.lateOn}T${draft.lateAt}:00+08:00`, secondId: draft.lateSecond, fileId: 0, paper: draft.latePaper.trim() }
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

import type { CaseDetail, Step, StepInput } from '@/api/case'
import type { FieldError } from '@/composables/problem'
import { t as core } from '@/i18n'
import { fieldLabel } from '@/i18n/desk'

/** Who acts: what decides which verbs of a step are offered. The server has the last word. */
export interface Me {
  userId: number
  forUserId: number
  role: string
  dept: string
}

const isOpen = (step: Step) => step.state === 'ASSIGNED' || step.state === 'IN_PROGRESS'
const leaders = new Set(['AGENCY_LEADER', 'AGENCY_PRINCIPAL_HEAD'])
/** These end with a move of the case. */
const endsWithMove = new Set(['RECEIVE', 'ISSUE', 'FORWARD', 'UPPER'])

function isMine(step: Step, me: Me): boolean {
  if (!isOpen(step) || step.kind === 'UPPER') return false
  if (step.holderId && (step.holderId === me.userId || step.holderId === me.forUserId)) return true
  const atDesk = step.role === me.role || (step.role === 'APPROVER' && leaders.has(me.role))
  return step.deptCode === me.dept && ((!step.holderId && atDesk) || me.role === 'SECTION_HEAD')
}

/** The earlier steps that a step may go back to: done ones, never the window's. */
export function backTo(step: Step, steps: Step[]): Step[] {
  return steps.filter((one) => one.ord < step.ord && one.kind !== 'RECEIVE' && one.state === 'DONE')
}

/** Whether a step was delegated to who has it: it is answered, and goes nowhere else. */
export const answers = (step: Step) => step.code.endsWith('>')

/** The verbs of a step that this person can use now, the usual first. */
export function stepVerbs(step: Step, detail: CaseDetail, me: Me): string[] {
  const verbs: string[] = []
  if (isMine(step, me)) {
    const begun = step.state === 'IN_PROGRESS' && (step.holderId === me.userId || step.holderId === me.forUserId)
    if (!begun) verbs.push('claim')
    else if (!endsWithMove.has(step.kind) && !(step.kind === 'APPROVE' && !answers(step)) && !detail.case.paused) verbs.push('done')
    verbs.push('transfer', 'delegate')
    if (!answers(step) && backTo(step, detail.steps).length) verbs.push('send_back')
    verbs.push('add_signer')
  }
  const own = step.holderId === me.userId || step.holderId === me.forUserId
  const started = (one: Step) => one.state === 'IN_PROGRESS' || one.state === 'DELEGATED' || (one.startedAt ?? '') >= (step.doneAt ?? '~')
  const later = detail.steps.some((one) => one.ord > step.ord && started(one))
  if (step.state === 'DONE' && own && !later && step.kind !== 'RECEIVE' && step.kind !== 'APPROVE') verbs.push('recall')
  if (isOpen(step) && step.kind === 'OPINION' && /\+\d+$/.test(step.code) && step.deptCode === me.dept) verbs.push('drop_signer')
  if (isOpen(step) && step.kind !== 'UPPER') {
    if (!own) verbs.push('remind')
    if (me.dept) verbs.push('copy') // who only watches over a case urges, and hands on nothing
  }
  return verbs
}

export interface StepDraft {
  remark: string
  userId: number
  dept: string
  toStep: string
  mode: string
  result: string
  with: string
}

export type StepField = 'result' | 'with' | 'userId' | 'toStep' | 'mode' | 'dept'

interface StepSpec {
  fields: StepField[]
  remark: 'required' | 'optional' | 'none'
}

const specs: Record<string, StepSpec> = {
  claim: { fields: [], remark: 'none' },
  done: { fields: ['result'], remark: 'optional' },
  transfer: { fields: ['userId'], remark: 'required' },
  delegate: { fields: ['userId'], remark: 'required' },
  send_back: { fields: ['toStep'], remark: 'required' },
  recall: { fields: [], remark: 'optional' },
  add_signer: { fields: ['dept', 'userId', 'mode'], remark: 'optional' },
  drop_signer: { fields: [], remark: 'optional' },
  copy: { fields: ['dept', 'userId'], remark: 'optional' },
  remind: { fields: [], remark: 'optional' },
}

/** What a verb of a step asks for. A site check names who was there; an objection gives its reasons. */
export function stepSpec(verb: string, step: Step): StepSpec {
  const spec = specs[verb] ?? { fields: [], remark: 'optional' }
  if (verb === 'done' && step.kind === 'SITE_CHECK') return { ...spec, fields: ['result', 'with'] }
  return spec
}

export function newStepDraft(step: Step, me: Me): StepDraft {
  const result = step.kind === 'OPINION' || step.kind === 'VERIFY' ? '' : 'PASS'
  return { remark: '', userId: 0, dept: me.dept || step.deptCode, toStep: '', mode: 'ALL', result, with: '' }
}

export function checkStep(verb: string, step: Step, draft: StepDraft): FieldError[] {
  const { fields, remark } = stepSpec(verb, step)
  const errors: FieldError[] = []
  for (const field of fields) {
    if (field === 'dept' || field === 'mode') continue
    if (!draft[field]) errors.push({ path: field, message: core(field === 'with' ? 'form.required' : 'form.requiredChoice', { field: fieldLabel(field) }) })
  }
  if ((remark === 'required' || draft.result === 'OBJECT') && !draft.remark.trim()) {
    errors.push({ path: 'remark', message: core('form.required', { field: fieldLabel('remark') }) })
  }
  return errors
}

export function stepInput(verb: string, step: Step, draft: StepDraft, version: number): StepInput {
  const { fields } = stepSpec(verb, step)
  const input: StepInput = { version, remark: draft.remark.trim() }
  if (fields.includes('userId')) input.userId = draft.userId
  if (fields.includes('dept') && verb === 'add_signer') input.dept = draft.dept
  if (fields.includes('toStep')) input.toStep = Number(draft.toStep)
  if (fields.includes('mode')) input.mode = draft.mode
  if (fields.includes('result')) input.result = draft.result
  if (fields.includes('with')) input.with = draft.with.split(/[、,，;；\n]/).map((name) => name.trim()).filter(Boolean)
  return input
}

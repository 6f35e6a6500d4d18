import type { CaseDetail } from '@/api/case'

/** What the law asks for at a move, piece by piece; each piece is a part of the dialog. */
export type Part =
  | 'defects'
  | 'supplement'
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
  | 'order'
  | 'termination'
  | 'code'
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

export const moves: MoveSpec[] = [
  spec('accept', 'primary', 'optional', [], { paper: 'DOC-02' }),
  spec('decide_instant', 'primary', 'optional', ['grant'], { paper: 'DOC-10' }),
  spec('require_correction', 'plain', 'none', ['defects'], { paper: 'DOC-03' }),
  spec('return', 'plain', 'none', ['defects'], { paper: 'DOC-03R' }),
  spec('accept_tolerant', 'plain', 'optional', ['missing'], { paper: 'DOC-05' }),
  spec('not_accept', 'danger', 'required', ['ground'], { paper: 'DOC-04' }),
  spec('not_accept_false', 'danger', 'required', ['termination', 'evidence', 'second'], { paper: 'DOC-04', aside: true }),
  spec('not_required', 'plain', 'required', [], { paper: 'DOC-04N', aside: true }),
  spec('assign', 'primary', 'optional'),
  spec('approve', 'primary', 'optional', ['grant'], { paper: 'DOC-10' }),
  spec('refuse', 'danger', 'required', ['refusal', 'termination'], { paper: 'DOC-11' }),
  spec('start_special', 'plain', 'required', ['pause'], { paper: 'DOC-07' }),
  spec('end_special', 'primary', 'optional', ['pauseEnd']),
  spec('replan_special', 'plain', 'required', ['replan'], { paper: 'DOC-07C' }),
  spec('ask_supplement', 'plain', 'none', ['supplement'], { aside: true }),
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
  spec('order_correction', 'plain', 'required', ['articles', 'order'], { paper: 'DOC-15O' }),
  spec('confirm_correction', 'primary', 'required', [], { paper: 'DOC-15C' }),
  spec('cancel', 'danger', 'required', ['termination', 'second'], { paper: 'DOC-15X', aside: true }),
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
const byVerb = new Map(moves.map((one) => [one.verb, one]))

/** The moves of the applicant's side, which a desk never offers. */
const applicants = new Set(['submit', 'discard', 'resubmit', 'complete'])

/** Whether the project gets its national code by this case; the same list as the server's. */
function bringsCode({ case: one, project }: CaseDetail): boolean {
  return Boolean(project) && !project!.code && ['TZ-01', 'TZ-02', 'TZ-05'].includes(one.itemCode)
}

/** The grounds of the law among which a move chooses, the usual first; NONE names none of its own. */
export function groundsOf(verb: string, { case: one }: CaseDetail): readonly string[] {
  if (verb === 'terminate') return one.status === 'CORRECTION_REQUIRED' ? ['NOT_HANDED_IN', 'OBJECT_LOST'] : ['OBJECT_LOST']
  if (verb === 'not_accept_false') return ['FALSE_MATERIALS', 'BARRED']
  if (verb === 'refuse') return ['NONE', 'FALSE_MATERIALS']
  return ['NONE', 'GIVEN_UP']
}

/** What a case's item makes of a move: a filing is cancelled by two persons, a task by one; what is decided above is recorded. */
export function specFor(verb: string, detail: CaseDetail): MoveSpec {
  const plain = byVerb.get(verb) ?? spec(verb, 'plain', 'optional')
  if (verb === 'cancel' && detail.case.flow === 'TASK') return { ...plain, parts: [], paper: undefined }
  const above = detail.item.countyRole !== 'DECIDE'
  if (above && verb === 'finish') return { ...plain, parts: ['upper'] }
  if (above && (verb === 'approve' || verb === 'refuse')) {
    return { ...plain, parts: verb === 'refuse' ? ['upper', 'refusal'] : ['upper', 'grant'], paper: undefined }
  }
  if ((verb === 'register' || verb === 'approve') && bringsCode(detail)) return { ...plain, parts: [...plain.parts, 'code'] }
  if (verb === 'decide_instant' && detail.case.flow === 'FILING') return { ...plain, parts: [], paper: 'DOC-15F' }
  return plain
}

/** A move that cannot be made now, and why, already in the words of the page's keys. */
export interface Bar {
  verb: string
  why: string
  roles?: string[]
  step?: string
  date?: string | null
}

const before = new Set(['REVIEW', 'SITE_CHECK'])
const running = new Set(['WAITING', 'ASSIGNED', 'IN_PROGRESS', 'DELEGATED'])

/** The first step that must be done before anybody decides; 或签 needs one of them alone, which the server knows. */
function stepBefore({ steps }: CaseDetail) {
  return steps.find((step) => before.has(step.kind) && step.mode !== 'ANY' && running.has(step.state))
}

/** Whether somebody reviewed the case: such a person does not decide it. */
function reviewed({ case: one, steps }: CaseDetail, userId: number): boolean {
  return one.reviewerId === userId || steps.some((step) => before.has(step.kind) && step.holderId === userId && step.state === 'DONE')
}

/** What in the case itself stands in the way of a move that state and role allow; the server has the last word. */
export function barOf(verb: string, detail: CaseDetail, userId = 0): Bar | undefined {
  const { case: one, item, events } = detail
  const gap = one.tolerant && !one.gapClosedOn
  const above = item.countyRole !== 'DECIDE'
  const step = stepBefore(detail)
  const decides = verb === 'approve' || verb === 'refuse'
  const bar = (why: string, more: Partial<Bar> = {}): Bar => ({ verb, why, ...more })
  if (verb === 'forward' && !above) return bar('HERE')
  if (verb === 'forward' && one.forwardedOn) return bar('FORWARDED')
  if ((verb === 'close_gap' || verb === 'terminate_gap') && !gap) return bar('NO_GAP')
  if (verb === 'terminate_gap' && one.gapDue && one.gapDue >= detail.today) return bar('GAP_RUNS', { date: one.gapDue })
  const makes = Boolean(item.licence || item.resultDocument)
  if (verb === 'make_certificate' && !makes) return bar('NO_CERTIFICATE')
  if (verb === 'deliver' && one.status === 'APPROVED' && makes) return bar('CERTIFICATE_FIRST')
  if (verb === 'extend' && events.filter(({ code }) => code === 'T14').length >= Math.max(item.extension?.times ?? 1, 1)) return bar('EXTENDED')
  if (above && !one.forwardedOn && (decides || verb === 'finish')) return bar('FORWARD')
  if (decides && !above && reviewed(detail, userId)) return bar('REVIEWED')
  if (gap && (decides || verb === 'forward')) return bar('GAP')
  if (step && (verb === 'forward' || (decides && !above))) return bar('STEPS', { step: step.name })
  return undefined
}

const order = moves.map((one) => one.verb)
const byWeight = (a: { verb: string }, b: { verb: string }) => order.indexOf(a.verb) - order.indexOf(b.verb)

/** The moves that a desk offers of those that state and role allow, in the order of their weight. */
export function offered(detail: CaseDetail, userId = 0): MoveSpec[] {
  return detail.verbs
    .filter((verb) => !applicants.has(verb) && !barOf(verb, detail, userId))
    .map((verb) => specFor(verb, detail))
    .sort(byWeight)
}

/** The moves that the state allows and this desk cannot make, each with what stands in its way. */
export function barred(detail: CaseDetail, userId = 0): Bar[] {
  const facts = detail.verbs.map((verb) => barOf(verb, detail, userId)).filter((bar) => bar !== undefined)
  return [...facts, ...detail.barred].filter(({ verb }) => !applicants.has(verb) && byVerb.has(verb)).sort(byWeight)
}

/** Who may confirm an act of another: the second person of a dual-control act. */
export const seconders = ['SECTION_HEAD', 'APPROVER', 'AGENCY_LEADER', 'AGENCY_PRINCIPAL_HEAD']

import type { Hearing } from './hearing'
import type { Answers, Form } from '@/form/schema'
import type { ClockDay } from '@/kit/ledger'
import type { LampColour } from '@/kit/lamp'
import type { PaperBlock } from '@/kit/PaperSheet.vue'
import { request, requestRows } from './request'

/** A legal date `YYYY-MM-DD`, or null. */
export type DateText = string | null
/** An instant in RFC 3339, or null. */
export type InstantText = string | null

export interface Limit {
  value: number
  unit: string
}

export interface Case {
  id: number
  number: string
  region: string
  flow: string
  itemCode: string
  itemName: string
  itemVersion: number
  variant: string
  status: string
  version: number
  enterpriseId: number
  projectId: number
  parentId: number
  priorCaseId: number
  licenceId: number
  changeKind: string
  deptCode: string
  operatorId: number
  agentId: number
  receiverId: number
  reviewerId: number
  approverId: number
  source: string
  form: Answers | null
  attrs: Record<string, unknown> | null
  round: number
  deemed: boolean
  tolerant: boolean
  gapDue: DateText
  gapClosedOn: DateText
  supplementOn?: DateText
  outcome: string
  joint: boolean
  complex: boolean
  bareDayUnit: string
  legalValue: number
  legalUnit: string
  promiseValue: number
  promiseUnit: string
  provisional: boolean
  paused: boolean
  receivedOn: DateText
  firstReceived: DateText
  acceptedOn: DateText
  windowDue: DateText
  legalDue: DateText
  promisedDue: DateText
  deliverDue: DateText
  decidedOn: DateText
  deliveredOn: DateText
  endedOn: DateText
  forwardedOn: DateText
  usedDays: number
  specialDays: number
  applicantDays: number
  dueOn: DateText
  seq: number
  updatedAt: InstantText
}

/** The lamp of a line with the working days left to the date that leads. */
interface Lamped {
  lamp: LampColour
  remaining: number
}

/** One line of a list of cases. */
export interface CaseLine extends Case, Lamped {
  enterprise: string
  project: string
}

export interface CasePage {
  rows: CaseLine[]
  /** Pass as `before`; 0 at the end. */
  next: number
  today: string
  /** On the first page: how many there are, 1001 for more than a thousand; 0 on later pages. */
  total: number
}

export interface Step {
  id: number
  caseId: number
  ord: number
  code: string
  name: string
  kind: string
  deptCode: string
  role: string
  state: string
  mode: string
  holderId: number
  fromStepId: number
  limitMinutes: number
  assignedAt: InstantText
  startedAt: InstantText
  doneAt: InstantText
  dueAt: InstantText
  result: string
  remark: string
}

export interface CaseEvent {
  id: number
  seq: number
  code: string
  verb: string
  from: string
  to: string
  legalAt: InstantText
  recordedAt: InstantText
  actorId: number
  actorName: string
  actorRole: string
  actingFor: string
  reason: string
  source: string
  corrects: number
  secondId: number
  stepId: number
  payload: EventPayload | null
}

/** What an event says beyond its columns, as far as a page shows it. */
export interface EventPayload {
  round?: number
  defects?: Defect[]
  newDefect?: boolean
  competentBody?: string
  evidence?: string
  missing?: string[]
  material?: string
  gapDue?: DateText
  pauseReason?: string
  pauseFrom?: DateText
  plannedEnd?: DateText
  end?: DateText
  basis?: string
  extend?: Limit
  oldDue?: DateText
  newDue?: DateText
  /** What a change of the calendar moved, clock by clock. */
  moved?: { clock: string; old: DateText; new: DateText }[]
  decision?: Decision
  delivery?: Delivery
  answer?: { plan: string; solutionOn: DateText; level: string }
  order?: { requirement: string; dueOn: DateText }
  step?: { code: string; from: string; to: string; holder?: string; result?: string }
  to?: string[]
}

export interface CaseMaterial {
  id: number
  code: string
  name: string
  required: boolean
  mayFollow: boolean
  /** MISSING, HANDED_IN, HELD, PROMISED, ACCEPTED, DEFECTIVE; after the acceptance ASKED, SUPPLIED */
  state: string
  heldBy: string
  defect: string
  howTo: string
  basis: string
  notedRound: number
  expiresOn: DateText
  checkedBy: number
  checkedAt: InstantText
  /** What came on paper: ORIGINAL, COPY or "". */
  paperForm: string
  paperCopies: number
  paperPages: number
}

export interface CaseFile {
  id: number
  caseId: number
  materialId: number
  name: string
  size: number
  mime: string
  sha256: string
  versionNo: number
  replacedBy: number
  reusedFrom: number
  expiresOn: DateText
  round: number
  uploadedBy: number
  uploadedAt: InstantText
  removedAt: InstantText
}

export interface ClockView {
  kind: string
  state: string
  startOn: DateText
  dueOn: DateText
  stoppedOn: DateText
  limit: Limit
  used: number
  remaining: number
  overdue: boolean
  overdueDays: number
  planned: boolean
  provisional: boolean
  needsYear?: number
  code?: string
}

export interface PauseView {
  seq: number
  reason: string
  from: DateText
  plannedEnd: DateText
  end: DateText
  basis: string
  by: string
  /** 末日暂停: begun on the due date, confirmed by the section head. */
  lastDay?: boolean
}

/** A ground on which an item's clock may stand still. */
export interface Exclusion {
  reason: string
  cap: number
  capUnit: string
  capWaivable: boolean
  mode: string
  basis: string
}

/** A version of a service item, as far as the desk needs it. */
export interface DeskItem {
  code: string
  nameZh: string
  nameEn: string
  kind: string
  flow: string
  level: string
  countyRole: string
  dept: { lead: string; coApprovers: string[]; alternatives: string[]; consulted: string[] }
  legalBasis: string[]
  statutoryLimit: { value: number; unit: string; startsOn: string; basis?: string }
  promised: { value: number; unit: string }
  acceptanceWindow: { value: number; unit: string; onDefect: string; lapse: string; basis: string } | null
  extension: { max: number; unit: string; approver: string; times: number; grounds: string; basis: string } | null
  excluded: Exclusion[]
  suspend: { reason: string; basis: string }[]
  instant: boolean
  inspectionByAgency: boolean
  licence: { nameZh: string; validityMonths: number; renewable: boolean } | null
  materials: { code: string; nameZh: string; nameEn: string; required: string; mayFollow: boolean; alreadyHeld: string[]; copies: number }[]
  steps: { code: string; nameZh: string; kind: string; limitWd: number }[]
  preconditions: { item?: string; anyOf?: { item: string }[]; strength: string }[]
  resultDocument: string
  note?: string
}

/** The project that a case hangs on. */
export interface CaseProject {
  id: number
  number: string
  code: string
  name: string
}

/** One thing that a reviewer looks at, of a material or, with none, of the whole case. */
export interface ReviewPoint {
  material: string
  /** To be ticked; else it is only told. */
  check: boolean
  text: { zh: string; en: string }
}

/** Everything on a case's page. */
export interface CaseDetail {
  case: Case
  item: DeskItem
  formDefinition: Form | null
  /** Of a part: the one form that the set was handed in with. */
  shared: { caseId: number; number: string; itemName: string; answers: Answers | null; formDefinition: Form | null } | null
  enterprise: string
  project: CaseProject | null
  clocks: ClockView[] | null
  lamp: LampColour
  pauses: PauseView[] | null
  events: CaseEvent[]
  steps: Step[]
  materials: CaseMaterial[]
  files: CaseFile[]
  verbs: string[]
  /** Of the version of the item that the case is bound to; none at the applicant's side. */
  points?: ReviewPoint[] | null
  /** What the state allows and this post cannot do, and why. */
  barred: { verb: string; why: 'ROLE' | 'ITEM' | 'DEPT' | 'WAITS'; roles: string[] }[]
  /** Of a pending part: the results it waits for, each of one of the items. */
  waits?: { items: { code: string; name: string; nameEn: string }[] }[]
  /** The first date, today or later, on which the applicant may urge; null where no office has the case in hand. Told to the applicant's side alone. */
  urgeFrom?: DateText
  /** How far a hearing has come, and what was said; null where there is none. */
  hearing?: Hearing | null
  /** Only state and dates are shown. */
  sibling: boolean
  today: string
  names: Record<string, string>
  /** Opens the public look-up beside the number; told to the applicant's side alone. */
  queryCode?: string
}

/** One line of a one-time notice. */
export interface Defect {
  /** Code of the material; '' for the form. */
  material: string
  problem: string
  basis: string
  howTo: string
  sample?: string
}

export interface Decision {
  findings: string
  articles: string
  conditions: string
  validMonths: number
  siteCheckBy?: string[]
  hearingRecord?: string
  upper?: string
  upperNo?: string
  upperOn?: DateText
}

export interface Delivery {
  how: string
  recipient: string
  relation: string
  /** Of who collected it: the end of the document, and the signature as an SVG path in a box of 600 × 200. */
  idTail?: string
  signature?: string
  place: string
  /** Number of the mail item, receipt of the system, how it was refused, or where it was published. */
  proof: string
  /** Of a paper left at the place: witnesses, or a photo or video record. */
  witnesses?: string[]
  record?: string
}

/** What a person says when moving a case; each verb reads what it needs. */
export interface MoveInput {
  version: number
  reason?: string
  defects?: Defect[]
  newDefect?: boolean
  projectCode?: string
  competentBody?: string
  evidence?: string
  secondId?: number
  missing?: string[]
  gapDue?: DateText
  promise?: boolean
  material?: string
  pause?: { seq?: number; reason?: string; from?: DateText; plannedEnd?: DateText; end?: DateText; waive?: boolean; chairId?: number; requestedOn?: DateText }
  extend?: { days: number }
  decision?: Partial<Decision>
  delivery?: Partial<Delivery>
  answer?: { plan: string; solutionOn: DateText; level: string }
  order?: { requirement: string; dueOn: DateText }
  ground?: string
}

/** What a late record rests on: the dated paper, and another person. */
export interface Proof {
  at: string
  secondId: number
  fileId: number
  paper: string
}

export interface StepInput {
  version: number
  remark?: string
  userId?: number
  dept?: string
  toStep?: number
  mode?: string
  result?: string
  /** Who else checked on site. */
  with?: string[]
}

/** The day ledger of one clock. */
export interface Ledger {
  clock: ClockView
  days: ClockDay[] | null
}

export interface CaseQuery {
  status?: string[]
  open?: boolean
  lamp?: string
  dept?: string
  item?: string
  enterpriseId?: number
  projectId?: number
  agentId?: number
  receiverId?: number
  region?: string
  /** Exactly this division, without what lies below it. */
  division?: string
  /** Open ones past it, PROMISE or LEGAL. */
  overdue?: string
  /** Decided ones past it, within it, or that had it: PROMISE or LEGAL. */
  late?: string
  kept?: string
  judged?: string
  outcome?: string
  deemed?: boolean
  paused?: boolean
  /** Decided ones that took at least so many working days of the agency. */
  usedFrom?: number
  receivedFrom?: string
  receivedTo?: string
  acceptedFrom?: string
  acceptedTo?: string
  decidedFrom?: string
  decidedTo?: string
  sets?: boolean
  q?: string
  before?: number
  limit?: number
}

export function listCases(query: CaseQuery): Promise<CasePage> {
  return request('GET', '/api/v1/cases', { query: { ...query } })
}

export function readCase(id: number): Promise<CaseDetail> {
  return request('GET', '/api/v1/cases/{id}', { path: { id } })
}

/** A case as its journal knew it at an instant, by the time at which events were entered. */
export interface CaseThen
  extends
    Lamped,
    Pick<
      Case,
      | 'status'
      | 'round'
      | 'deemed'
      | 'paused'
      | 'outcome'
      | 'receivedOn'
      | 'acceptedOn'
      | 'windowDue'
      | 'legalDue'
      | 'promisedDue'
      | 'gapDue'
      | 'decidedOn'
      | 'deliveredOn'
    > {
  at: string
  clocks: ClockView[]
  events: CaseEvent[]
}

/** `at` in RFC 3339. 404 before the case was begun. */
export function readAsAt(id: number, at: string): Promise<CaseThen> {
  return request('GET', '/api/v1/cases/{id}/as-at', { path: { id }, query: { at } })
}

export function readLedger(id: number, clock: string): Promise<Ledger> {
  return request('GET', '/api/v1/cases/{id}/clocks/{kind}/ledger', { path: { id, kind: clock } })
}

export function moveCase(id: number, verb: string, input: MoveInput, key: string): Promise<Case> {
  return request('POST', `/api/v1/cases/{id}/moves/${verb}`, { path: { id }, body: input, key })
}

/** The applicant urges who holds the case, once a working day. */
export function urgeCase(id: number, reason: string, key: string): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/urge', { path: { id }, body: { reason }, key })
}

export function moveStep(id: number, step: number, verb: string, input: StepInput): Promise<Case> {
  return request('POST', `/api/v1/cases/{id}/steps/{step}/${verb}`, { path: { id, step }, body: input })
}

/** Records the look at one material: accepted, or with a defect to be noted. */
export function checkMaterial(id: number, code: string, defect: string): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/materials/{code}/check', { path: { id, code }, body: { defect } })
}

/** Two staff or more are assigned to inspect. */
export function assignInspectors(id: number, body: { version: number; names: string[] }): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/inspectors', { path: { id }, body })
}

/** What the lead tells of one part of a set in its merged notice. */
export interface PartNotice {
  caseId: number
  version: number
  defects: Defect[]
}

export function mergeNotice(id: number, body: { version: number; notices: PartNotice[] }): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/joint/notice', { path: { id }, body })
}

/** A part that is accepted with others, and the version that was looked at. */
export interface PartChosen {
  caseId: number
  version: number
}

/** The chosen parts of a set are accepted in one act: all or none. */
export function acceptJoint(id: number, body: { version: number; parts: PartChosen[] }): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/joint/accept', { path: { id }, body })
}

export function previewAcceptJoint(id: number, body: { version: number; parts: PartChosen[] }): Promise<Outcome[]> {
  return requestRows('/api/v1/cases/{id}/joint/accept/preview', { method: 'POST', path: { id }, body })
}

export function extendJoint(id: number, body: { version: number; days: number; reason: string }): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/joint/extend', { path: { id }, body })
}

/** One part of a joint set; of a sibling only state and dates are shown. */
export interface Part extends CaseLine {
  clocks: ClockView[] | null
  sibling: boolean
}

export function listParts(id: number): Promise<Part[]> {
  return requestRows('/api/v1/cases/{id}/parts', { path: { id } })
}

/** Enters a move that was done on an earlier date. */
/** Puts the date of a receipt or an acceptance right, by two persons. */
export function correctDate(id: number, body: Proof & { version: number; seq: number; reason: string }): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/correct-date', { path: { id }, body })
}

export function lateRecord(id: number, verb: string, body: { move: MoveInput; proof: Proof }): Promise<Case> {
  return request('POST', '/api/v1/cases/{id}/late/{verb}', { path: { id, verb }, body })
}

/** A draft for a client. */
export function createDraft(
  body: { itemCode: string; enterpriseId: number; projectId: number; licenceId?: number; changeKind?: string },
  key: string,
): Promise<Case> {
  return request('POST', '/api/v1/cases', { body, key })
}

/** What a move would bring about, tried and taken back. */
export interface Outcome {
  case: Case
  clocks: ClockView[] | null
  papers: OutcomePaper[] | null
}

/** A paper that a move would write; its number is given when it is written. */
export interface OutcomePaper {
  kind: string
  title: string
  blocks: PaperBlock[]
  blocksEn: PaperBlock[]
}

/** Tries a move without doing it: the state, the dates and the papers that it would bring about. */
export function previewMove(id: number, verb: string, input: MoveInput): Promise<Outcome> {
  return request('POST', `/api/v1/cases/{id}/previews/${verb}`, { path: { id }, body: input })
}

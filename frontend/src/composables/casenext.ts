import type { CaseDetail, CaseMaterial, ClockView, Part, PauseView } from '@/api/case'
import { formatDate, formatLimit, unitOf } from '@/i18n'
import { say, t } from '@/i18n/casenext'
import { label } from '@/i18n/labels.case'
import { formatLaw } from '@/i18n/law'
import { isEnded, waitsForApplicant } from '@/i18n/status'
import { both } from '@/i18n/both'
import { leadingDate, type Names } from './caselead'
import { stepNameOf } from './english'

/** What is next on a case, who has it and until when. */
export interface Next {
  title: string
  text: string
  /** you: the applicant's side has to act. */
  with: 'you' | 'office' | 'upper' | 'nobody'
  dept: string
  person: string
  by: string | null
}

const current = new Set(['ASSIGNED', 'IN_PROGRESS', 'DELEGATED'])
const decided = new Set(['FILED', 'UPDATED', 'CONFIRMED', 'DONE'])

function keyOf(detail: CaseDetail): string {
  const { flow, status, forwardedOn } = detail.case
  if (status === 'UNDER_REVIEW' && forwardedOn) return 'FORWARDED'
  if (flow === 'FILING' && status === 'SUBMITTED') return 'FILING.SUBMITTED'
  if (status === 'IN_PROGRESS') return flow === 'COMPOSITE' ? 'COMPOSITE.IN_PROGRESS' : 'TASK.IN_PROGRESS'
  return status
}

/** The pause that runs now; the last one begun where several do. */
function runningPause(pauses: PauseView[] | null): PauseView | undefined {
  return [...(pauses ?? [])].reverse().find(({ end }) => !end)
}

/** The date that the words of a state name: of its end, of its pause, of its filing. */
function dateOf(detail: CaseDetail): string | null {
  const { case: one, pauses } = detail
  if (one.status === 'SPECIAL_PROCEDURE') return runningPause(pauses)?.plannedEnd ?? null
  if (one.status === 'UNDER_REVIEW') return one.forwardedOn
  if (decided.has(one.status)) return one.decidedOn ?? one.endedOn
  return one.deliveredOn ?? one.endedOn
}

/** What a pending part waits for, in words. */
export function waitsIn({ waits }: Pick<CaseDetail, 'waits'>): string {
  return (waits ?? []).map(({ items }) => items.map(({ name, nameEn }) => both(name, nameEn)).join(t('next.or'))).join(t('next.and'))
}

function textOf(detail: CaseDetail, key: string, date: string): string {
  if (['CONNECTED', 'SATISFIED', 'NOT_POSSIBLE'].includes(key)) return t('next.confirm.text')
  const text = say(`next.${key}.text`, '', { date })
  if (detail.waits?.length) return `${t('next.waits', { list: waitsIn(detail) })}${text}`
  const deemed = key === 'SUBMITTED' && detail.item.acceptanceWindow?.lapse === 'DEEMED_ACCEPTED'
  return deemed ? `${text}${t('next.SUBMITTED.deemed')}` : text
}

function holderOf(detail: CaseDetail): Next['with'] {
  const { status, forwardedOn } = detail.case
  if (status === 'DRAFT' || waitsForApplicant(status)) return 'you'
  if (isEnded(status) || decided.has(status)) return 'nobody'
  return status === 'UNDER_REVIEW' && forwardedOn ? 'upper' : 'office'
}

/** The materials that may be handed in after the acceptance: what was promised (容缺) and what is asked for; the server's own rule. */
export function takesLater({ case: one, materials }: CaseDetail): CaseMaterial[] {
  if (one.flow !== 'PERMIT' || !['ACCEPTED', 'UNDER_REVIEW', 'SPECIAL_PROCEDURE', 'SUSPENDED'].includes(one.status)) return []
  const open = new Set(['ASKED', 'SUPPLIED', ...(one.tolerant && !one.gapClosedOn ? ['PROMISED', 'HANDED_IN'] : [])])
  return materials.filter(({ state }) => open.has(state))
}

export function nextOf(detail: CaseDetail, names: Names): Next {
  const key = keyOf(detail)
  const date = formatDate(dateOf(detail))
  const pause = runningPause(detail.pauses)
  const step = detail.steps.find(({ state }) => current.has(state))
  const whose = holderOf(detail)
  const office = whose === 'office'
  const title = say(`next.${key}`, detail.case.status, { reason: pause ? label('PauseReason', pause.reason) : '' })
  const holder = step?.holderId ? names.person(step.holderId) : ''
  return {
    title: key === 'UNDER_REVIEW' && step ? stepNameOf(step) : title,
    text: textOf(detail, key, date),
    with: whose,
    dept: office ? names.dept(step?.deptCode || detail.case.deptCode) : '',
    person: office && holder !== '—' ? holder : '',
    by: office && !detail.case.paused && detail.case.flow !== 'COMPOSITE' ? leadingDate(detail) : null,
  }
}

/** One due date with the words that explain it. */
export interface DueLine {
  kind: string
  name: string
  date: string | null
  /** From which day, how long, by which article; parts of one sentence. */
  why: string[]
  /** How it stands: 剩 3 个工作日, or when it was met. */
  standing: string
  tone: 'green' | 'blue' | 'red' | 'grey'
  provisional: boolean
  running: boolean
  /** Behind us and without news: an acceptance that was decided in time. */
  past: boolean
}

/** The clocks that an applicant reads about, the promised one first. */
const told = ['P', 'L', 'J', 'W', 'D', 'G', 'H', 'I']

function startOf(detail: CaseDetail, clock: ClockView): string {
  if (clock.kind === 'W') return t('from.RECEIVED')
  if (clock.kind === 'D') return t('from.DECIDED')
  if (clock.kind === 'L' || clock.kind === 'P') return say(`from.${detail.item.statutoryLimit.startsOn}`, t('from.OTHER'))
  return t('from.OTHER')
}

/** The article of a citation, without the catalogue's own remarks behind it. */
function lawOf(basis: string | undefined): string {
  return formatLaw((basis ?? '').split(/[:：;；]/)[0]!.trim())
}

const delivery = '行政许可法 art 44'
const hearing = '行政许可法 art 47(1)'

function basisOf(detail: CaseDetail, kind: string): string {
  if (kind === 'W') return lawOf(detail.item.acceptanceWindow?.basis)
  if (kind === 'L') return lawOf(detail.item.statutoryLimit.basis)
  if (kind === 'D') return lawOf(delivery)
  if (kind === 'H') return lawOf(hearing)
  return kind === 'P' ? t('whyPromise') : ''
}

function whyOf(detail: CaseDetail, clock: ClockView): string[] {
  const args = { from: startOf(detail, clock), date: formatDate(clock.startOn) }
  const extended = ['L', 'J', 'P'].includes(clock.kind) ? detail.events.find(({ verb }) => verb === 'extend' || verb === 'extend_joint')?.payload?.extend : undefined
  const kept = ['L', 'J', 'P'].includes(clock.kind) && Boolean(detail.pauses?.length)
  const deemed = clock.kind === 'W' && detail.item.acceptanceWindow?.lapse === 'DEEMED_ACCEPTED'
  return [
    clock.limit.unit === 'IMMEDIATE' ? t('whyNow', args) : t('whyDate', { ...args, limit: formatLimit(clock.limit) }),
    basisOf(detail, clock.kind),
    extended ? t('whyExtended', { limit: formatLimit(extended) }) : '',
    kept ? t('whyPaused') : '',
    deemed ? t('whyDeemed') : '',
    clock.planned ? t('whyPlanned') : '',
    clock.provisional ? t('whyProvisional', { year: clock.needsYear ?? '' }) : '',
  ].filter(Boolean)
}

function standingOf(clock: ClockView): string {
  const days = label('Unit', ['WORKING_DAY', 'CALENDAR_DAY'].includes(clock.limit.unit) ? clock.limit.unit : 'WORKING_DAY')
  const of = (n: number) => ({ n, unit: unitOf(n, days) })
  if (clock.state === 'STOPPED') {
    const date = formatDate(clock.stoppedOn)
    if (clock.overdue && !clock.overdueDays) return t('stoppedPast', { date })
    return clock.overdue ? t('stoppedLate', { date, ...of(clock.overdueDays) }) : t('stoppedIn', { date, ...of(clock.used) })
  }
  if (clock.overdue && !clock.overdueDays) return t('pastLimit')
  if (clock.overdue) return t('lateBy', of(clock.overdueDays))
  const left = clock.remaining ? t('left', of(clock.remaining)) : t('today')
  return [clock.state === 'PAUSED' ? label('ClockState', 'PAUSED') : '', left].filter(Boolean).join(' · ')
}

function toneOf(clock: ClockView): DueLine['tone'] {
  if (clock.overdue) return 'red'
  if (clock.state === 'STOPPED') return 'green'
  return clock.state === 'PAUSED' ? 'grey' : 'blue'
}

/** What the date of a clock is called. */
export function dueName(kind: string): string {
  return say(`due.${kind}`, kind)
}

/** The due dates of a case, each explained. */
export function dueLines(detail: CaseDetail): DueLine[] {
  const clocks = (detail.clocks ?? []).filter(({ kind, limit }) => told.includes(kind) && limit.unit !== 'NONE')
  return clocks
    .sort((a, b) => told.indexOf(a.kind) - told.indexOf(b.kind))
    .map((clock) => ({
      kind: clock.kind,
      name: dueName(clock.kind),
      date: clock.dueOn,
      why: whyOf(detail, clock),
      standing: standingOf(clock),
      tone: toneOf(clock),
      provisional: clock.provisional,
      running: clock.state === 'RUNNING' || clock.state === 'PAUSED',
      past: clock.kind === 'W' && clock.state === 'STOPPED' && !clock.overdue,
    }))
}

/** How many parts of a set have come to their end. */
export function endedParts(parts: Part[]): number {
  return parts.filter(({ status }) => isEnded(status) || decided.has(status)).length
}

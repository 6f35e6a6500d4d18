import type { CaseDetail, CaseEvent, EventPayload, Step } from '@/api/case'
import { formatDate, formatLimit, shanghaiDate } from '@/i18n'
import { listed } from '@/i18n/both'
import { say, t } from '@/i18n/caseevents'
import { label } from '@/i18n/labels.case'
import { formatLaw } from '@/i18n/law'
import { isEnded, waitsForApplicant } from '@/i18n/status'
import type { TimelineEntry } from '@/kit/UiTimeline.vue'
import { leadingDate, type Names } from './caselead'
import { dueName } from './casenext'
import { materialNameOf, stepNameOf } from './english'

/** What an office does within itself, and what was done to a draft: no news for the applicant. */
const untold = new Set([
  'create', 'edit', 'hand_in', 'check_material', 'scan', 'ask_precheck', 'answer_precheck', 'withdraw_precheck', 'transfer', 'delegate', 'delegate_answered', 'recall', 'add_signer', 'drop_signer',
  'copy', 'remind', 'hand_over', 'version', 'migrate', 'rectify_call', 'rectify_classify', 'withdraw_opinion',
])
/** Steps of the way: their remarks are the office's own. */
const ofSteps = new Set(['claim', 'done', 'send_back', 'ask_opinion', 'give_opinion', 'deem_opinion'])
const bad = new Set(['REFUSED', 'NOT_ACCEPTED', 'TERMINATED', 'WITHDRAWN', 'RETURNED', 'NOT_POSSIBLE', 'CORRECTION_ORDERED', 'CANCELLED'])
const paused = new Set(['SPECIAL_PROCEDURE', 'SUSPENDED'])

/** The facts of an event in words, one a line. */
function factsOf(facts: EventPayload, detail: CaseDetail): string[] {
  const named = (code: string) => materialNameOf(code, detail.materials.find((one) => one.code === code)?.name ?? code, detail.item.materials)
  const { pauseReason, defects, missing, extend, decision, delivery, answer, order } = facts
  const lines: (string | false | 0 | null | undefined)[] = [
    defects?.length && t('fact.defects', { n: defects.length, list: defects.map(({ problem }) => problem).join('；') }),
    facts.competentBody && t('fact.body', { body: facts.competentBody }),
    missing?.length && t('fact.missing', { list: listed(missing.map(named)), date: formatDate(facts.gapDue) }),
    pauseReason && t('fact.pause', { reason: label('PauseReason', pauseReason), from: formatDate(facts.pauseFrom), to: formatDate(facts.plannedEnd) }),
    facts.end && t('fact.end', { date: formatDate(facts.end) }),
    extend && t('fact.extend', { limit: formatLimit(extend), date: formatDate(facts.newDue) }),
    ...(facts.moved ?? []).map((one) => t('fact.movedOf', { name: dueName(one.clock), old: formatDate(one.old), due: formatDate(one.new) })),
    !extend && !facts.moved && facts.oldDue && facts.newDue && t('fact.moved', { old: formatDate(facts.oldDue), due: formatDate(facts.newDue) }),
    decision?.findings && t('fact.findings', { text: decision.findings }),
    decision?.articles && t('fact.articles', { text: decision.articles }),
    decision?.conditions && t('fact.conditions', { text: decision.conditions }),
    delivery?.how && t('fact.delivery', { how: label('ServedHow', delivery.how), name: delivery.recipient }),
    order && t('fact.order', { text: order.requirement, date: formatDate(order.dueOn) }),
    answer?.plan && t('fact.plan', { text: answer.plan }),
    answer?.solutionOn && t('fact.planBy', { date: formatDate(answer.solutionOn) }),
    facts.to?.length && facts.to.some(Boolean) && t('fact.to', { list: listed(facts.to.filter(Boolean)) }),
    facts.basis && t('fact.basis', { basis: formatLaw(facts.basis) }),
  ]
  return lines.filter((line): line is string => Boolean(line))
}

function stateOf(event: CaseEvent): TimelineEntry['state'] {
  if (event.from === event.to) return 'done'
  if (paused.has(event.to)) return 'pause'
  return bad.has(event.to) ? 'bad' : 'done'
}

function entryOf(event: CaseEvent, detail: CaseDetail): TimelineEntry {
  const step = detail.steps.find(({ id }) => id === event.stepId)
  const what = say(`ev.${event.verb}`, event.verb)
  const ofStep = ofSteps.has(event.verb)
  const late = event.legalAt && event.recordedAt && shanghaiDate(event.legalAt) !== shanghaiDate(event.recordedAt)
  const lines = [
    !ofStep && event.reason ? t('fact.reason', { text: event.reason }) : '',
    ...factsOf(event.payload ?? {}, detail),
    late ? t('fact.recorded', { date: formatDate(shanghaiDate(event.recordedAt!)) }) : '',
  ]
  return {
    id: event.seq,
    title: step && ofStep ? t('stepEvent', { step: stepNameOf(step), what }) : what,
    at: event.legalAt ?? event.recordedAt ?? undefined,
    who: event.actorName ? t('byRole', { name: event.actorName, role: label('Role', event.actorRole) }) : t('bySystem'),
    actingFor: event.actingFor || undefined,
    text: lines.filter(Boolean).join('\n') || undefined,
    state: stateOf(event),
  }
}

const open = new Set(['ASSIGNED', 'IN_PROGRESS', 'DELEGATED'])

function stepEntry(step: Step, names: Names, by: string | null): TimelineEntry {
  const now = open.has(step.state)
  const holder = step.holderId ? names.person(step.holderId) : '—'
  return {
    id: `step-${step.id}`,
    title: stepNameOf(step),
    who: [names.dept(step.deptCode), now && holder !== '—' ? holder : ''].filter(Boolean).join(' · '),
    state: now ? 'now' : 'todo',
    note: now && by ? t('nowBy', { date: formatDate(by) }) : undefined,
  }
}

/**
 * A case as its applicant reads it: what happened, by whom and when (the legal date), then where it
 * is and the steps that are still to come. Pauses and bad ends are drawn as such.
 */
export function timelineOf(detail: CaseDetail, names: Names): TimelineEntry[] {
  const { status, flow } = detail.case
  const past = detail.events.filter(({ verb }) => !untold.has(verb)).map((event) => entryOf(event, detail))
  if (status === 'DRAFT' || isEnded(status) || flow === 'COMPOSITE') return past
  if (waitsForApplicant(status)) past.push({ id: 'you', title: t('waitsYou'), state: 'now' })
  const steps = detail.steps.filter(({ state }) => open.has(state) || state === 'WAITING').sort((a, b) => a.ord - b.ord)
  return [...past, ...steps.map((step) => stepEntry(step, names, leadingDate(detail)))]
}

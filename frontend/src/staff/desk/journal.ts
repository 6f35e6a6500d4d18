import type { CaseEvent, CaseMaterial } from '@/api/case'
import { statusLabel } from '@/composables/queue'
import { formatDate, formatInstant, formatLimit, label, shanghaiDate } from '@/i18n'
import { moveLabel, t } from '@/i18n/desk'
import type { TimelineEntry } from '@/kit/UiTimeline.vue'

const bad = new Set(['REFUSED', 'NOT_ACCEPTED', 'TERMINATED', 'WITHDRAWN', 'RETURNED'])

/** What the facts of an event say, in short lines. */
export function factsOf(event: CaseEvent, materials: CaseMaterial[]): string[] {
  const facts = event.payload ?? {}
  const nameOf = (code: string) => materials.find((material) => material.code === code)?.name ?? code
  const lines: (string | undefined)[] = [
    facts.defects?.length ? [t('pay.defects', { n: facts.defects.length }), ...facts.defects.map((defect) => `· ${defect.problem}`)].join('\n') : undefined,
    facts.competentBody ? t('pay.body', { body: facts.competentBody }) : undefined,
    facts.missing?.length ? t('pay.missing', { list: facts.missing.map(nameOf).join('、') }) : undefined,
    facts.pauseReason ? t('pay.pause', { reason: label('PauseReason', facts.pauseReason), from: formatDate(facts.pauseFrom), to: formatDate(facts.plannedEnd) }) : undefined,
    facts.end ? t('pay.end', { date: formatDate(facts.end) }) : undefined,
    facts.extend ? t('pay.extend', { limit: formatLimit(facts.extend), date: formatDate(facts.newDue ?? null) }) : undefined,
    facts.decision?.findings ? t('pay.findings', { text: facts.decision.findings }) : undefined,
    facts.decision?.articles ? t('pay.articles', { text: facts.decision.articles }) : undefined,
    facts.delivery?.how ? t('pay.delivery', { how: label('ServedHow', facts.delivery.how), name: facts.delivery.recipient }) : undefined,
    facts.order ? t('pay.order', { text: facts.order.requirement, date: formatDate(facts.order.dueOn) }) : undefined,
    facts.answer?.plan ? t('pay.answer', { text: facts.answer.plan }) : undefined,
    facts.material ? nameOf(facts.material) : undefined,
    facts.to?.length ? t('pay.to', { list: facts.to.join('、') }) : undefined,
    facts.basis ? t('basis', { basis: facts.basis }) : undefined,
  ]
  return lines.filter((line) => line !== undefined)
}

/** Whether an event was entered on a later day than that on which it took effect. */
function isLate(event: CaseEvent): boolean {
  return Boolean(event.legalAt && event.recordedAt && shanghaiDate(event.legalAt) !== shanghaiDate(event.recordedAt))
}

/**
 * The journal as a timeline, newest last: who did what, for whom, with which
 * reason; pauses and bad ends are drawn as such.
 */
export function timelineOf(
  events: CaseEvent[],
  flow: string,
  materials: CaseMaterial[],
  nameOf: (id: number) => string,
  movesOnly: boolean,
): TimelineEntry[] {
  const shown = movesOnly ? events.filter((event) => event.from !== event.to) : events
  return shown.map((event): TimelineEntry => {
    const moved = event.from !== event.to
    const who = event.actorName ? t('journalBy', { name: event.actorName, role: label('Role', event.actorRole) }) : t('journalTimer')
    const notes = [
      moved ? statusLabel(flow, event.to) : '',
      event.secondId ? t('journalSecond', { name: nameOf(event.secondId) }) : '',
      event.corrects ? t('journalCorrects', { seq: event.corrects }) : '',
    ]
    const late = isLate(event) ? t('journalLate', { legal: formatInstant(event.legalAt), recorded: formatInstant(event.recordedAt) }) : ''
    return {
      id: event.seq,
      title: moveLabel(event.verb, flow),
      at: event.recordedAt ?? undefined,
      who: event.actingFor ? `${who} ${t('journalFor', { name: event.actingFor })}` : who,
      text: [event.reason, ...factsOf(event, materials), late].filter(Boolean).join('\n'),
      note: notes.filter(Boolean).join(' · ') || undefined,
      state: bad.has(event.to) && moved ? 'bad' : event.to === 'SPECIAL_PROCEDURE' || event.to === 'SUSPENDED' ? 'pause' : 'done',
    }
  })
}

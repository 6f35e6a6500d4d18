import { shallowRef, watch } from 'vue'
import { readAsAt, type CaseDetail, type CaseThen } from '@/api/case'
import { toProblem, type Problem } from '@/api/problem'
import { shanghaiDate } from '@/i18n'
import { addDays, isDate } from '@/kit/date'

/** The last instant of a day in Shanghai, in RFC 3339. */
export function endOfDay(day: string): string {
  return `${day}T23:59:59.999+08:00`
}

/**
 * The first and the last day that can be looked back at, both included: from that on which the first event was
 * entered to yesterday. Empty texts where there is no such day.
 */
export function pastDays(events: readonly { recordedAt: string | null }[], today: string): { min: string; max: string } {
  const min = events.flatMap(({ recordedAt }) => (recordedAt ? [shanghaiDate(recordedAt)] : [])).sort()[0] ?? ''
  const max = addDays(today, -1)
  return min && min <= max ? { min, max } : { min: '', max: '' }
}

/**
 * A case as its journal knew it. Of materials, talk and the like the journal does not tell how they stood, so
 * nothing of them is shown; what is to be done is of now and left out too.
 */
export function detailThen(now: CaseDetail, then: CaseThen): CaseDetail {
  const { status, round, deemed, paused, outcome, receivedOn, acceptedOn, windowDue, legalDue, promisedDue, gapDue, decidedOn, deliveredOn } = then
  const was = { status, round, deemed, paused, outcome, receivedOn, acceptedOn, windowDue, legalDue, promisedDue, gapDue, decidedOn, deliveredOn }
  const dueOn = (then.clocks ?? []).find(({ state }) => state === 'RUNNING' || state === 'PAUSED')?.dueOn ?? null
  const { lamp, clocks, events } = then
  return { ...now, case: { ...now.case, ...was, dueOn, tolerant: false }, lamp, clocks, events, pauses: [], verbs: [], barred: [] }
}

/** Reads a case as at the end of a day; nothing while the day is none. An answer to an older question is dropped. */
export function useAsAt(id: () => number, day: () => string) {
  const found = shallowRef<CaseThen>()
  const problem = shallowRef<Problem>()
  let asked = 0
  async function load(): Promise<void> {
    const question = ++asked
    found.value = undefined
    problem.value = undefined
    if (!isDate(day())) return
    try {
      const read = await readAsAt(id(), endOfDay(day()))
      if (question === asked) found.value = read
    } catch (thrown) {
      if (question === asked) problem.value = toProblem(thrown)
    }
  }
  watch([id, day], load, { immediate: true })
  return { found, problem, load }
}

import { computed, ref, shallowRef, watch } from 'vue'
import { lateRecord, moveCase, previewMove, type CaseDetail, type Outcome } from '@/api/case'
import { newIdempotencyKey } from '@/api/client'
import { useProblem } from './problem'
import { checkDraft, inputOf, pathInDialog, proofOf } from '@/staff/moves/check'
import { newDraft } from '@/staff/moves/draft'
import type { MoveSpec } from '@/staff/moves/spec'

/** Where the dates themselves are in question, what comes of them is shown while they are typed. */
const dated = ['pause', 'pauseEnd', 'replan', 'extend', 'missing'] as const

/** The dialog of one move: what is typed, what is wrong with it, what it would bring about, and the act. */
export function useMove(detail: CaseDetail, spec: MoveSpec) {
  const draft = ref(newDraft(detail))
  const outcome = shallowRef<Outcome>()
  const { run, busy, problem, errors, found, clear } = useProblem()
  const trial = useProblem()
  let key = newIdempotencyKey()
  let { version } = detail.case
  const live = computed(() => spec.parts.some((part) => (dated as readonly string[]).includes(part)))

  const input = () => inputOf(spec, draft.value, version, detail)
  const placed = computed(() => errors.value.map((error) => ({ ...error, path: pathInDialog(error.path, draft.value) })))

  /** Tries the move. Quietly: a draft that is not complete shows no errors yet. */
  async function preview(quietly = false): Promise<void> {
    const wrong = checkDraft(spec, draft.value, detail)
    if (wrong.length) {
      outcome.value = undefined
      if (!quietly) found(wrong)
      return
    }
    clear()
    if (trial.busy.value) return // tried anew when that comes back
    const asked = JSON.stringify(input())
    const result = await trial.run(() => previewMove(detail.case.id, spec.verb, input()))
    if (asked !== JSON.stringify(input())) return preview(quietly)
    outcome.value = result
    if (!result && trial.problem.value && !quietly) problem.value = trial.problem.value
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    draft,
    () => {
      clearTimeout(timer)
      outcome.value = undefined
      if (live.value) timer = setTimeout(() => void preview(true), 500)
    },
    { deep: true },
  )

  return {
    draft,
    outcome,
    busy,
    trying: trial.busy,
    /** What the rules say to the draft as it stands, where it was tried while typing. */
    objection: computed(() => (live.value ? trial.problem.value : undefined)),
    errors: placed,
    problem,
    errorAt: (path: string) => placed.value.find((error) => error.path === path)?.message,
    preview,
    /** Somebody else changed the case: what is typed is kept, and is sent anew against the case as it is now. */
    renew(now: number): void {
      if (now === version) return
      version = now
      key = newIdempotencyKey()
      outcome.value = undefined
    },
    /** Does it; gives whether it was done. */
    async act(): Promise<boolean> {
      clearTimeout(timer)
      if (found(checkDraft(spec, draft.value, detail))) return false
      const { id } = detail.case
      const done = () => (draft.value.late ? lateRecord(id, spec.verb, { move: input(), proof: proofOf(draft.value) }) : moveCase(id, spec.verb, input(), key))
      return (await run(() => done().then(() => true))) ?? false
    },
  }
}

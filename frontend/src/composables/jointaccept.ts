import { computed, ref, shallowRef, watch } from 'vue'
import { acceptJoint, previewAcceptJoint, type Outcome, type Part } from '@/api/case'
import { useProblem } from './problem'

/** Whether a part of a set waits for its acceptance. */
export function waiting(part: Pick<Part, 'flow' | 'status'>): boolean {
  return part.flow === 'PERMIT' && part.status === 'SUBMITTED'
}

/** The parts of a set that are accepted in one act: what is chosen, and what comes of it. */
export function useJointAccept(setId: number, parts: Part[]) {
  const open = parts.filter(waiting)
  const chosen = ref<number[]>(open.map(({ id }) => id))
  const outcomes = shallowRef<Outcome[]>([])
  const trial = useProblem()
  const { run, busy, problem } = useProblem()
  const picked = computed(() => open.filter(({ id }) => chosen.value.includes(id)))
  const body = () => ({ version: 0, parts: picked.value.map(({ id, version }) => ({ caseId: id, version })) })

  /** Tries the act: the dates of each part, or what stands in the way. */
  async function preview(): Promise<void> {
    outcomes.value = []
    if (trial.busy.value) return // tried anew when that comes back
    trial.clear()
    if (!picked.value.length) return
    const asked = JSON.stringify(body())
    const tried = await trial.run(() => previewAcceptJoint(setId, body()))
    if (asked !== JSON.stringify(body())) return preview()
    outcomes.value = tried ?? []
  }
  watch(chosen, () => void preview(), { immediate: true })

  return {
    open,
    chosen,
    picked,
    busy,
    problem,
    trying: trial.busy,
    objection: trial.problem,
    outcomeOf: (id: number) => outcomes.value.find((one) => one.case.id === id),
    act: async (): Promise<boolean> => (await run(() => acceptJoint(setId, body()).then(() => true))) ?? false,
  }
}

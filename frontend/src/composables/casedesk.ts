import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { readCase, type CaseDetail } from '@/api/case'
import { papersOf, type Paper } from '@/api/paper'
import { onLive } from './live'
import { useProblem } from './problem'

/** One case on a desk: read, read again when it, or one that hangs on it, changes, and with what it has written. */
export function useCaseDesk(id: () => number, hanging: () => number[] = () => []) {
  const detail = shallowRef<CaseDetail>()
  const papers = shallowRef<Paper[]>()
  const told = ref('')
  const { run, problem, busy } = useProblem()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const asked = id()
    const read = await run(() => readCase(asked))
    if (read && asked === id()) {
      detail.value = read
      void loadPapers()
    }
  }
  async function loadPapers(): Promise<void> {
    const asked = id()
    if (detail.value?.sibling) return
    const read = await papersOf(asked).catch(() => papers.value)
    if (asked === id()) papers.value = read
  }
  function tell(text: string): void {
    told.value = text
    clearTimeout(timer)
    timer = setTimeout(() => (told.value = ''), 8000)
  }

  watch(
    id,
    () => {
      detail.value = undefined
      papers.value = undefined
      told.value = ''
      void load()
    },
    { immediate: true },
  )
  onLive(
    () => void load(),
    ({ data }) => {
      const signal = data as { kind?: string; caseId?: number } | null
      const about = signal?.caseId ?? 0
      return about === id() || hanging().includes(about) || signal?.kind === 'stream.reset'
    },
  )
  onScopeDispose(() => clearTimeout(timer))

  return {
    detail,
    papers,
    told,
    problem,
    busy,
    load,
    /** After an act: what was done is said, and the case is read again. */
    async done(text: string): Promise<void> {
      tell(text)
      await load()
    },
    names: computed(() => detail.value?.names ?? {}),
  }
}

import { onScopeDispose, ref } from 'vue'
import { toProblem, type Problem } from '@/api/problem'

export type SaveState = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed'

/**
 * Saves a draft by itself: a moment after the last change, never two at once,
 * and again with growing pauses while the line is down. A refusal (4xx) is not
 * repeated until something changes.
 *
 * @param save writes the present state; throws a Problem
 * @param quiet milliseconds without a change before it is written
 */
export function useAutosave(save: () => Promise<unknown>, quiet = 800) {
  const state = ref<SaveState>('clean')
  const savedAt = ref<number>()
  const problem = ref<Problem>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let changes = 0
  let failures = 0

  function schedule(delay: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), delay)
  }

  async function write(): Promise<void> {
    const writing = changes
    state.value = 'saving'
    try {
      await save()
      failures = 0
      problem.value = undefined
      savedAt.value = Date.now()
      state.value = changes === writing ? 'saved' : 'dirty'
      if (changes !== writing) schedule(quiet)
    } catch (thrown) {
      problem.value = toProblem(thrown)
      state.value = 'failed'
      if (problem.value.passing) schedule(Math.min(60_000, 1000 * 2 ** failures++))
      else if (changes !== writing) schedule(quiet)
    }
  }

  /** Writes now what is not written yet, and waits for it. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (running) await running
    if (state.value !== 'dirty' && state.value !== 'failed') return
    running = write().finally(() => (running = undefined))
    await running
  }

  function warn(event: BeforeUnloadEvent): void {
    if (state.value === 'dirty' || state.value === 'saving' || state.value === 'failed') event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  onScopeDispose(() => {
    clearTimeout(timer)
    removeEventListener('beforeunload', warn)
    if (state.value === 'dirty') void flush()
  })

  return {
    state,
    savedAt,
    problem,
    flush,
    /** Call at every change. */
    touch(): void {
      changes++
      if (state.value !== 'saving') state.value = 'dirty'
      schedule(quiet)
    },
  }
}

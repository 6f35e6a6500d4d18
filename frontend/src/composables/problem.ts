import { computed, shallowRef } from 'vue'
import { toProblem, type Problem } from '@/api/problem'

export interface FieldError {
  path: string
  message: string
}

/**
 * Runs a request and keeps what went wrong: `errors` for the summary, `errorAt(path)`
 * for the field. `busy` while it runs; a second call meanwhile is ignored.
 */
export function useProblem() {
  const problem = shallowRef<Problem>()
  const own = shallowRef<FieldError[]>([])
  const busy = shallowRef(false)

  const errors = computed<FieldError[]>(() => {
    if (own.value.length) return own.value
    if (!problem.value) return []
    if (problem.value.fields.length) return problem.value.fields
    return [{ path: '', message: problem.value.message }]
  })

  return {
    problem,
    errors,
    busy,
    errorAt(path: string): string | undefined {
      return errors.value.find((error) => error.path === path)?.message
    },
    /** What the page itself found wrong before asking. Gives whether there was anything. */
    found(list: FieldError[]): boolean {
      problem.value = undefined
      own.value = list
      return list.length > 0
    },
    clear(): void {
      problem.value = undefined
      own.value = []
    },
    /** Gives the answer, or undefined where it failed (then `problem` says why). */
    async run<T>(request: () => Promise<T>): Promise<T | undefined> {
      if (busy.value) return undefined
      busy.value = true
      problem.value = undefined
      own.value = []
      try {
        return await request()
      } catch (thrown) {
        problem.value = toProblem(thrown)
        return undefined
      } finally {
        busy.value = false
      }
    },
  }
}

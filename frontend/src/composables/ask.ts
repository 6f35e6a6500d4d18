import { ref, shallowRef } from 'vue'
import { toProblem, type Problem } from '@/api/problem'

/**
 * Something that a page shows and asks for: its answer, why there is none, and
 * asking again. An answer that comes after a newer question was asked is dropped.
 */
export function useAsk<T, A extends unknown[] = []>(fetch: (...args: A) => Promise<T>) {
  const answer = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const asking = ref(false)
  let asked = 0

  async function ask(...args: A): Promise<T | undefined> {
    const question = ++asked
    asking.value = true
    problem.value = undefined
    try {
      const got = await fetch(...args)
      if (question === asked) answer.value = got
      return got
    } catch (thrown) {
      if (question === asked) problem.value = toProblem(thrown)
      return undefined
    } finally {
      if (question === asked) asking.value = false
    }
  }
  return { answer, problem, asking, ask }
}

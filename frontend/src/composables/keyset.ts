import { computed, ref, shallowRef } from 'vue'
import { toProblem, type Problem } from '@/api/problem'

/** How many lines a page asks for at once: on a phone each is a card, and fewer are read at a time. */
export function pageLength(desk = 50): number {
  return window.matchMedia('(max-width: 699px)').matches ? Math.min(15, desk) : desk
}

/** A page of a list by key: `next` is the key of the page after it, absent on the last. */
export interface KeysetPage<Row> {
  items: Row[]
  next?: string | null
}

/**
 * A long list read by keys, without counting. `restart` for a new query,
 * `more` to let it grow, `forward` and `back` to turn pages. An answer that
 * comes after a newer question was asked is dropped.
 */
export function useKeyset<Row>(fetchPage: (after: string | undefined) => Promise<KeysetPage<Row>>) {
  const rows = shallowRef<Row[]>([])
  const loading = ref(false)
  const loaded = ref(false)
  const problem = shallowRef<Problem>()
  const next = ref<string>()
  /** Keys of the pages turned so far; the first page has none. */
  const trail = ref<(string | undefined)[]>([undefined])
  let asked = 0

  async function load(after: string | undefined, put: (items: Row[]) => void): Promise<void> {
    const question = ++asked
    loading.value = true
    problem.value = undefined
    try {
      const page = await fetchPage(after)
      if (question !== asked) return
      put(page.items)
      next.value = page.next || undefined
      loaded.value = true
    } catch (thrown) {
      if (question === asked) problem.value = toProblem(thrown)
    } finally {
      if (question === asked) loading.value = false
    }
  }
  const replace = (items: Row[]) => (rows.value = items)

  return {
    rows,
    loading,
    loaded,
    problem,
    hasNext: computed(() => next.value !== undefined),
    hasPrevious: computed(() => trail.value.length > 1),
    async restart(): Promise<void> {
      trail.value = [undefined]
      await load(undefined, replace)
    },
    /** Reads the shown page again. */
    async reload(): Promise<void> {
      await load(trail.value.at(-1), replace)
    },
    async more(): Promise<void> {
      if (next.value === undefined || loading.value) return
      await load(next.value, (items) => (rows.value = [...rows.value, ...items]))
    },
    async forward(): Promise<void> {
      const after = next.value
      if (after === undefined || loading.value) return
      await load(after, (items) => {
        replace(items)
        trail.value = [...trail.value, after]
      })
    },
    async back(): Promise<void> {
      if (trail.value.length < 2 || loading.value) return
      const shorter = trail.value.slice(0, -1)
      await load(shorter.at(-1), (items) => {
        replace(items)
        trail.value = shorter
      })
    },
  }
}

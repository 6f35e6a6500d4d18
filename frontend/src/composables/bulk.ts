import { computed, ref } from 'vue'
import { toProblem } from '@/api/problem'

export interface BulkFailure<Row> {
  row: Row
  message: string
}

/**
 * One act on several rows, one after the other, each for itself: what fails
 * is listed with its reason and does not stop the others.
 */
export function useBulk<Row>() {
  const done = ref(0)
  const total = ref(0)
  const running = ref(false)
  const failures = ref<BulkFailure<Row>[]>([]) as { value: BulkFailure<Row>[] }
  return {
    done,
    total,
    running,
    failures,
    finished: computed(() => !running.value && total.value > 0),
    succeeded: computed(() => done.value - failures.value.length),
    async run(rows: Row[], act: (row: Row) => Promise<unknown>): Promise<void> {
      if (running.value || !rows.length) return
      done.value = 0
      total.value = rows.length
      failures.value = []
      running.value = true
      for (const row of rows) {
        try {
          await act(row)
        } catch (thrown) {
          failures.value = [...failures.value, { row, message: toProblem(thrown).message }]
        }
        done.value++
      }
      running.value = false
    },
    reset(): void {
      done.value = 0
      total.value = 0
      failures.value = []
    },
  }
}

import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, nextTick, onMounted, ref, useTemplateRef, watch } from 'vue'
import { useTheme } from './theme'

/**
 * The rows of a long table that are in its window, in the element of ref `box`, which scrolls; the rest is only room above and
 * below. A row is `rem` high, 3.5 rem in large print. The current row is kept in sight; `near` is told
 * when less than twenty rows are left.
 */
export function useRowWindow<R extends { key: string }>(rows: () => readonly R[], current: () => string | undefined, rem: number, near: () => void) {
  const box = useTemplateRef<HTMLElement>('box')
  const { large } = useTheme()
  const height = ref(rem * 16)
  const virtual = useVirtualizer(computed(() => ({ count: rows().length, getScrollElement: () => box.value ?? null, estimateSize: () => height.value, overscan: 14 })))
  const items = computed(() => virtual.value.getVirtualItems())

  function measure(): void {
    height.value = (large.value ? 3.5 : rem) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    virtual.value.measure()
  }
  onMounted(measure)
  watch(large, () => void nextTick(measure))
  watch(
    () => items.value.at(-1)?.index,
    (last) => {
      if (last !== undefined && last >= rows().length - 20) near()
    },
  )
  watch(current, (key) => {
    const index = rows().findIndex((row) => row.key === key)
    if (index >= 0) virtual.value.scrollToIndex(index, { align: 'auto' })
  })

  return {
    height,
    above: computed(() => items.value[0]?.start ?? 0),
    below: computed(() => virtual.value.getTotalSize() - (items.value.at(-1)?.end ?? 0)),
    shown: computed(() => items.value.flatMap(({ index }) => (rows()[index] ? [{ index, row: rows()[index]! }] : []))),
  }
}

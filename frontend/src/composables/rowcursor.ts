import { computed, ref, watch, type Ref } from 'vue'

/** A list under the keyboard: where the cursor stands, what is ticked. Rows are known by their key. */
export function useRowCursor<Row extends { key: string }>(rows: Readonly<Ref<readonly Row[]>>) {
  const current = ref<string>()
  const ticked = ref(new Set<string>())
  const at = computed(() => rows.value.findIndex((row) => row.key === current.value))

  // What has left the list is neither the current row nor ticked any more.
  watch(rows, (list) => {
    const keys = new Set(list.map((row) => row.key))
    if (current.value && !keys.has(current.value)) current.value = undefined
    const kept = [...ticked.value].filter((key) => keys.has(key))
    if (kept.length !== ticked.value.size) ticked.value = new Set(kept)
  })

  return {
    current,
    at,
    row: computed(() => rows.value[at.value]),
    ticked,
    chosen: computed(() => rows.value.filter((row) => ticked.value.has(row.key))),
    /** Moves by some rows and stays within the list. */
    move(by: number): void {
      if (!rows.value.length) return
      const to = at.value < 0 ? (by > 0 ? 0 : rows.value.length - 1) : at.value + by
      current.value = rows.value[Math.min(Math.max(to, 0), rows.value.length - 1)]!.key
    },
    tick(key: string, on = !ticked.value.has(key)): void {
      const next = new Set(ticked.value)
      if (on) next.add(key)
      else next.delete(key)
      ticked.value = next
    },
    tickAll(on: boolean): void {
      ticked.value = new Set(on ? rows.value.map((row) => row.key) : [])
    },
    allTicked: computed(() => rows.value.length > 0 && rows.value.every((row) => ticked.value.has(row.key))),
  }
}

const typing = 'input, textarea, select, [contenteditable], dialog *'

/** Whether a key press belongs to what is being typed, or to a dialog. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  return Boolean(target?.closest?.(typing)) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing
}

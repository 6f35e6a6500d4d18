import { computed, shallowRef } from 'vue'
import { listItems, type ItemLine } from '@/api/item'
import { useAsk } from './ask'

const kept = shallowRef<ItemLine[]>()

/** The items in force, asked for once. */
export function useItems() {
  const { problem, asking, ask } = useAsk(async () => (kept.value = await listItems()))
  const load = (): void => {
    if (!kept.value && !asking.value) void ask()
  }
  load()
  return { items: computed(() => kept.value), problem, load }
}

export interface ItemQuery {
  q: string
  stage: string
  dept: string
  kind: string
}

/** The items that fit: every word of the query somewhere in code or names, in either language. */
export function searchItems(items: ItemLine[], query: Partial<ItemQuery>): ItemLine[] {
  const words = (query.q ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)
  return items.filter((item) => {
    if (query.stage && item.stage !== query.stage) return false
    if (query.dept && item.dept !== query.dept) return false
    if (query.kind && item.kind !== query.kind) return false
    if (!words.length) return true
    const text = [item.code, item.nameZh, item.nameEn, item.deptZh, item.deptEn, item.stageZh, item.stageEn].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

export interface ItemGroup {
  code: string
  zh: string
  en: string
  items: ItemLine[]
}

/** The items by stage or department: stages in the catalogue's order, departments by how much they do. */
export function groupItems(items: ItemLine[], by: 'stage' | 'dept'): ItemGroup[] {
  const groups = new Map<string, ItemGroup>()
  for (const item of items) {
    const code = item[by]
    const group = groups.get(code) ?? { code, zh: item[`${by}Zh`], en: item[`${by}En`], items: [] }
    group.items.push(item)
    groups.set(code, group)
  }
  const all = [...groups.values()]
  if (by === 'dept') return all.sort((a, b) => b.items.length - a.items.length)
  return all.sort((a, b) => place(a.code) - place(b.code))
}

/** A project's way from its beginning; then what goes beside it. */
const way = [
  'INVEST',
  'STAGE1_LAND_PLANNING',
  'STAGE2_PROJECT_PERMIT',
  'STAGE3_CONSTRUCTION_PERMIT',
  'STAGE4_COMPLETION_ACCEPTANCE',
  'FACTOR',
  'COMPANY',
  'SECTOR',
]
function place(stage: string): number {
  const at = way.indexOf(stage)
  return at < 0 ? way.length : at
}

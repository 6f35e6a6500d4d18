import { computed, shallowRef } from 'vue'
import { listItems, type ItemLine } from '@/api/item'
import { both, nameOf } from '@/i18n/both'
import { formatMonth } from '@/i18n/format'
import type { Dimension } from './board'
import { useDirectory } from './directory'
import { usePortal } from './portal'

const items = shallowRef<ItemLine[]>([])
let asked: Promise<void> | undefined

async function ask(): Promise<void> {
  try {
    items.value = await listItems()
  } catch {
    asked = undefined // asked again by the next page; until then codes are shown
  }
}

/** What departments, items, people, divisions and months are called; a code where no name is known. */
export function useNames() {
  asked ??= ask()
  const { deptName, personName, departments } = useDirectory()
  const { portal } = usePortal()
  const byCode = computed(() => new Map(items.value.map((item) => [item.code, item])))
  const divisions = computed(() => new Map((portal.value?.county.divisions ?? []).map((one) => [one.code, one])))

  function itemName(code: string): string {
    const item = byCode.value.get(code)
    return item ? nameOf(item) : code
  }
  function divisionName(code: string): string {
    const county = portal.value?.county
    if (county && code === county.region) return both(county.name, county.nameEn)
    const one = divisions.value.get(code)
    return one ? both(one.name, one.nameEn) : code
  }
  function keyName(by: Dimension, key: string): string {
    if (by === 'dept') return deptName(key)
    if (by === 'item') return itemName(key)
    if (by === 'agent') return personName(Number(key))
    if (by === 'division') return divisionName(key)
    return by === 'month' ? formatMonth(Number(key.slice(0, 4)), Number(key.slice(5, 7))) : key
  }
  return { items, departments, itemName, divisionName, divisions, deptName, personName, keyName }
}

import { computed } from 'vue'
import { both, nameOf } from '@/i18n/both'
import { useNames } from './names'

/** What an agent may know well: the stages of the catalogue, and single items. */
export function useSkills() {
  const { items, itemName } = useNames()
  const stages = computed(() => new Map(items.value.map(({ stage, stageZh, stageEn }) => [stage, both(stageZh, stageEn)])))
  return {
    stages: computed(() => [...stages.value].map(([value, label]) => ({ value, label }))),
    /** The items that are services of their own, to choose one. */
    services: computed(() => items.value.filter(({ stageSet }) => !stageSet).map((item) => ({ value: item.code, label: `${item.code} ${nameOf(item)}` }))),
    skillName: (code: string): string => stages.value.get(code) ?? itemName(code),
    isStage: (code: string): boolean => stages.value.has(code),
  }
}

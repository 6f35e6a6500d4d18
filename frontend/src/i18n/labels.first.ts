import { shallowRef } from 'vue'
import { lang, needsForEnglish } from './lang'
import { firstLabelsZh } from './labels.first.zh'

type Names = Readonly<Record<string, Readonly<Record<string | number, string>>>>
/** The values of a closed list, as the API writes them. */
export type ValueOf<L> = keyof L | (string & {}) | number

const en = shallowRef<Names>()
let loading: Promise<unknown> | undefined
needsForEnglish(() => {
  loading ??= import('./labels.en').then((module) => (en.value = module.labelsEn))
  return loading
})

/** What the values of the given lists are called, in the shown language. */
export function namesOf<Lists extends Names>(zh: Lists) {
  /** The name of a value. One that this build does not know (a newer server) is shown as it is. */
  function label<L extends keyof Lists & string>(list: L, value: ValueOf<Lists[L]>): string {
    const lists: Names = (lang.value === 'en' && en.value) || zh
    return lists[list]?.[value as string] ?? String(value)
  }
  /** The values of a list with their names, in the order of the list. */
  function options<L extends keyof Lists & string>(list: L): { value: string; label: string }[] {
    return Object.keys(zh[list] ?? {}).map((value) => ({ value, label: label(list, value) }))
  }
  return { label, options }
}

/** Of the lists that a visitor meets first; `labels` knows them all. */
export const { label, options } = namesOf(firstLabelsZh)

import { shallowRef } from 'vue'
import { lang, needsForEnglish } from './lang'
import { labelsZh } from './labels.zh'

export type Lists = typeof labelsZh
export type ListName = keyof Lists
/** The values of a closed list, as the API writes them. */
export type Value<L extends ListName> = keyof Lists[L]
export type LabelMessages = { readonly [L in ListName]: { readonly [V in keyof Lists[L]]: string } }

const en = shallowRef<LabelMessages>()
let loading: Promise<unknown> | undefined
needsForEnglish(() => {
  loading ??= import('./labels.en').then((module) => (en.value = module.labelsEn))
  return loading
})

/**
 * What a value of a closed list is called in the shown language. A value that
 * this build does not know (a newer server) is shown as it is.
 */
export function label<L extends ListName>(list: L, value: Value<L> | (string & {}) | number): string {
  const lists = (lang.value === 'en' && en.value) || labelsZh
  const values = lists[list] as Readonly<Record<string | number, string>>
  return values[value as string] ?? String(value)
}

/** The values of a list with their names, in the order of the list. */
export function options<L extends ListName>(list: L): { value: string; label: string }[] {
  return Object.keys(labelsZh[list]).map((value) => ({ value, label: label(list, value) }))
}

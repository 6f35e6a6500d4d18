import { namesOf } from './labels.first'
import { labelsZh } from './labels.zh'

export type Lists = typeof labelsZh
export type ListName = keyof Lists
/** The values of a closed list, as the API writes them. */
export type Value<L extends ListName> = keyof Lists[L]
export type LabelMessages = { readonly [L in ListName]: { readonly [V in keyof Lists[L]]: string } }

/** Of all closed lists. */
export const { label, options } = namesOf(labelsZh)

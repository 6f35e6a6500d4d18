import { catalogueZh } from './catalogue.zh'
import { defineMessages } from './messages'

/** The texts of the catalogue's administration. */
export const t = defineMessages(catalogueZh, () => import('./catalogue.en').then((module) => module.catalogueEn))

/** A text whose key is made of a value; the value itself where there is none. */
export function sayItem(key: string, otherwise: string): string {
  return key in catalogueZh ? (t as (key: string) => string)(key) : otherwise
}

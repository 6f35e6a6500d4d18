import { lang } from './lang'

/** One of two texts that the server gives in both languages; Chinese where there is no English. */
export function both(zh: string, en: string): string {
  return lang.value === 'en' && en ? en : zh
}

/** The shown name of a thing that has both. */
export function nameOf(thing: { nameZh: string; nameEn: string }): string {
  return both(thing.nameZh, thing.nameEn)
}

/** Several names in one line. */
export function listed(names: string[]): string {
  return names.join(lang.value === 'en' ? ', ' : '、')
}

/** The shown one of a text in both languages. */
export function textOf(text: { zh: string; en: string }): string {
  return both(text.zh, text.en)
}

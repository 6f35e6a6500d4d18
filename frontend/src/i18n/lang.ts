import { ref, readonly } from 'vue'

/** The two languages of the portal; Chinese is the source. */
export type Lang = 'zh' | 'en'

const cookie = 'lang'
const year = 365 * 24 * 3600

function stored(): Lang {
  return /(?:^|;\s*)lang=en(?:;|$)/.test(document.cookie) ? 'en' : 'zh'
}

const current = ref<Lang>(stored())

/** The language shown now. */
export const lang = readonly(current)

type Loader = () => Promise<unknown>
const loaders = new Set<Loader>()

/** Registers what has to be there before English can be shown; loads it at once where English is shown already. */
export function needsForEnglish(load: Loader): void {
  loaders.add(load)
  if (current.value === 'en') void load()
}

/** Resolves when every text that the loaded pages need in the shown language is there. */
export async function textsReady(): Promise<void> {
  if (current.value === 'en') await Promise.all([...loaders].map((load) => load()))
}

/** Tells the document, and so screen readers and fonts, which language it is in. */
export function markDocument(): void {
  document.documentElement.lang = current.value === 'en' ? 'en' : 'zh-CN'
}

/** Shows the portal in another language, and keeps the choice in the cookie `lang` for a year. */
export async function setLang(next: Lang): Promise<void> {
  if (next === 'en') await Promise.all([...loaders].map((load) => load()))
  current.value = next
  document.cookie = `${cookie}=${next}; Path=/; Max-Age=${year}; SameSite=Lax`
  markDocument()
}

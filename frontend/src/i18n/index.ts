import { coreZh } from './core.zh'
import { defineMessages } from './messages'

export { label, options, type ListName, type Value } from './labels'
export { lang, markDocument, setLang, textsReady, type Lang } from './lang'
export { defineMessages, type Translation } from './messages'
export * from './format'

/** The texts of the kit and of the frame. */
export const t = defineMessages(coreZh, () => import('./core.en').then((module) => module.coreEn))

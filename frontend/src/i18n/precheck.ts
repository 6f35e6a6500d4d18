import { defineMessages } from './messages'
import { precheckZh } from './precheck.zh'

export type PreCheckMessages = { readonly [K in keyof typeof precheckZh]: string }

/** The texts of the look at a draft. */
export const t = defineMessages(precheckZh, () => import('./precheck.en').then((module) => module.precheckEn))

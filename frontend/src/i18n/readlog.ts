import { defineMessages, sayer } from './messages'
import { readlogZh } from './readlog.zh'

export type ReadLogMessages = { readonly [K in keyof typeof readlogZh]: string }

/** The texts of the read log. */
export const t = defineMessages(readlogZh, () => import('./readlog.en').then((module) => module.readlogEn))
export const say = sayer(readlogZh, t)

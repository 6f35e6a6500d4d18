import { counterZh } from './counter.zh'
import { defineMessages } from './messages'

export type CounterMessages = { readonly [K in keyof typeof counterZh]: string }

/** The texts of receiving papers at the counter. */
export const t = defineMessages(counterZh, () => import('./counter.en').then((module) => module.counterEn))

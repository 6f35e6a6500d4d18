import { hearingZh } from './hearing.zh'
import { defineMessages } from './messages'

export type HearingMessages = { readonly [K in keyof typeof hearingZh]: string }

/** The texts of hearings. */
export const t = defineMessages(hearingZh, () => import('./hearing.en').then((module) => module.hearingEn))

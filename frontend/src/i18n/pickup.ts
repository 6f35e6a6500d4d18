import { defineMessages } from './messages'
import { pickupZh } from './pickup.zh'

export type PickupMessages = { readonly [K in keyof typeof pickupZh]: string }

/** The texts of handing the result over at the counter. */
export const t = defineMessages(pickupZh, () => import('./pickup.en').then((module) => module.pickupEn))

import { adminZh } from './admin.zh'
import { defineMessages, sayer } from './messages'

/** The texts of the administration. */
export const t = defineMessages(adminZh, () => import('./admin.en').then((module) => module.adminEn))

/** A text whose key is made of a value of the API; what is given where this build does not know it. */
export const say = sayer(adminZh, t)

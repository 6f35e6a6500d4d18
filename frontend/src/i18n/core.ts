import { coreZh } from './core.zh'
import { defineMessages } from './messages'

/** The texts of the kit and of the frame. */
export const t = defineMessages(coreZh, () => import('./core.en').then((module) => module.coreEn))

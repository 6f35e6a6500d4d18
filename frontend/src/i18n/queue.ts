import { defineMessages } from './messages'
import { queueZh } from './queue.zh'

/** The texts of the staff shell and of the queue. */
export const t = defineMessages(queueZh, () => import('./queue.en').then((module) => module.queueEn))

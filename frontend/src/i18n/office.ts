import { defineMessages } from './messages'
import { officeZh } from './office.zh'

/** The texts of joint sets, signing, the agent's desk, verification and projects. */
export const t = defineMessages(officeZh, () => import('./office.en').then((module) => module.officeEn))

/** A text whose key is made of a value of the API; the value itself where this build does not know it. */
export function say(key: string, otherwise = key): string {
  return key in officeZh ? (t as (key: string) => string)(key) : otherwise
}

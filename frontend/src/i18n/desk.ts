import { deskZh } from './desk.zh'
import { defineMessages } from './messages'

/** The texts of the case desk. */
export const t = defineMessages(deskZh, () => import('./desk.en').then((module) => module.deskEn))

type Key = keyof typeof deskZh
function known(key: string): key is Key & string {
  return key in deskZh
}

/** What a verb of the journal or of a button is called; one that this build does not know stands as it is. */
export function moveLabel(verb: string, flow = ''): string {
  if (verb === 'cancel' && flow === 'TASK') return say('verb.discard', verb)
  return say(`verb.${verb}`, verb)
}

/** What a field of a dialog is called, by its path in the request. */
export function fieldLabel(path: string): string {
  return say(`f.${path}`, path)
}

/** A text whose key is made of a value of the API. */
export function say(key: string, otherwise = key): string {
  return known(key) ? (t as (key: string) => string)(key) : otherwise
}

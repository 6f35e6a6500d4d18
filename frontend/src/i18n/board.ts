import { boardZh } from './board.zh'
import { defineMessages } from './messages'

/** The texts of the board and of the list behind it. */
export const t = defineMessages(boardZh, () => import('./board.en').then((module) => module.boardEn))

/** A text whose key is made of a value of the API; the value itself where there is none. */
export function sayBoard(key: string, otherwise: string): string {
  return key in boardZh ? (t as (key: string) => string)(key) : otherwise
}

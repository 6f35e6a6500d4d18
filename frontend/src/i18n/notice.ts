import type { Notice } from '@/api/notice'
import { itemNameOf } from '@/composables/english'
import { formatCaseNumber, formatDate } from './format'
import { label } from './labels'
import { defineMessages, fill } from './messages'
import { noticeZh } from './notice.zh'

const t = defineMessages(noticeZh, () => import('./notice.en').then((module) => module.noticeEn))
const lists = ['CaseStatus', 'FilingStatus', 'FactorRequestStatus', 'TaskStatus', 'CompositeStatus'] as const

/** The name of a state, whichever flow it is of. */
function stateName(state: string): string {
  for (const list of lists) {
    const name = label(list, state)
    if (name !== state) return name
  }
  return state
}

/** A message as a person reads it, from its key and its arguments. */
export function noticeText(notice: Pick<Notice, 'textKey' | 'args'>): string {
  const key = notice.textKey.replace(/^notice\./, '')
  const args = notice.args ?? {}
  const words: Record<string, string> = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]))
  words.number = formatCaseNumber(String(args.number ?? ''))
  words.itemName = itemNameOf(String(args.item ?? ''), String(args.itemName ?? args.item ?? ''))
  if (args.old) words.old = formatDate(String(args.old))
  if (args.due) words.due = formatDate(String(args.due))
  if (args.to) words.to = stateName(String(args.to))
  if (args.clock) words.clock = label('Clock', String(args.clock))
  if (!(key in noticeZh)) return [words.itemName, words.number].filter(Boolean).join(' ')
  // A place without an argument says nothing rather than its own name.
  return fill(t(key as 'work.new', words as never), words).replace(/\{\w+\}/g, '')
}

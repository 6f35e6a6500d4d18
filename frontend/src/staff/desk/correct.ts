import type { CaseEvent } from '@/api/case'
import type { FieldError } from '@/composables/problem'
import { shanghaiDate, t as core } from '@/i18n'
import { fieldLabel, t } from '@/i18n/desk'
import { isDate } from '@/kit/date'

/** The acts whose legal date two persons may put right: receipts and acceptances; the same list as the server's. */
const dated = new Set(['T01', 'T01d', 'T04', 'T02', 'T09', 'F01', 'F01d', 'F03', 'R01', 'R01d', 'K01', 'K01d'])

/** Whether the date of an event may be put right; one that was taken back is no more. */
export function isCorrectable(event: CaseEvent, events: CaseEvent[]): boolean {
  return dated.has(event.code) && !events.some((other) => other.corrects === event.seq && other.verb !== 'correct_date')
}

export interface DateDraft {
  on: string
  at: string
  secondId: number
  paper: string
  reason: string
}

/** What is wrong with a correction; `latest` is the day on which the act was recorded. */
export function checkDate(draft: DateDraft, latest: string): FieldError[] {
  const errors: FieldError[] = []
  const need = (path: string, value: string | number) => value || errors.push({ path, message: core('form.required', { field: fieldLabel(path) }) })
  need('reason', draft.reason.trim())
  if (!isDate(draft.on)) errors.push({ path: 'proof.at', message: draft.on ? core('dateInvalid') : core('form.required', { field: fieldLabel('proof.at') }) })
  else if (draft.on > latest) errors.push({ path: 'proof.at', message: t('correctLast') })
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.at)) errors.push({ path: 'proof.time', message: t('lateTime') })
  need('proof.secondId', draft.secondId)
  need('proof.paper', draft.paper.trim())
  return errors
}

/** The day on which an act was recorded: no right date is later. */
export function recordedOn(event: CaseEvent): string {
  return event.recordedAt ? shanghaiDate(event.recordedAt) : ''
}

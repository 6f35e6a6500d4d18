import { computed, ref, watch, type Ref } from 'vue'
import { listCases, type CaseLine, type DateText } from '@/api/case'
import { formatDate, label } from '@/i18n'
import { t } from '@/i18n/board'
import { askOf, type CaseFilter } from './casefilter'
import { pageLength, useKeyset } from './keyset'
import { rowOfCase, statusLabel, type QueueRow } from './queue'


/** One line of the list: as in a queue, with how it ended. */
export interface CaseRow extends QueueRow {
  ended: boolean
  firstReceived: DateText
  decidedOn: DateText
  usedDays: number
  /** Decided after the promised day; where another level decides, the day of forwarding counts. */
  pastPromise: boolean
}

export function rowOfLine(line: CaseLine): CaseRow {
  const { firstReceived, decidedOn, usedDays, promisedDue, forwardedOn, endedOn } = line
  const counted = forwardedOn || decidedOn
  const pastPromise = Boolean(decidedOn && promisedDue && counted && counted > promisedDue)
  return { ...rowOfCase(line), ended: Boolean(endedOn), firstReceived, decidedOn, usedDays, pastPromise }
}

/** One condition of a filter in words, with the filter as it is without it. */
export interface Condition {
  key: string
  text: string
  without: CaseFilter
}

interface Names {
  deptName: (code: string) => string
  itemName: (code: string) => string
  personName: (id: number) => string
  divisionName: (code: string) => string
}

function range(from?: string, to?: string): string {
  if (from && to) return t('value.range', { from: formatDate(from), to: formatDate(to) })
  return from ? t('value.from', { from: formatDate(from) }) : t('value.to', { to: formatDate(to) })
}

function valueOf(key: keyof CaseFilter, filter: CaseFilter, names: Names): string {
  const value = filter[key]
  switch (key) {
    case 'lamp':
      return label('Lamp', String(value))
    case 'outcome':
      return label('CaseOutcome', String(value))
    case 'overdue':
    case 'late':
    case 'kept':
    case 'judged':
      return value === 'LEGAL' ? t('value.LEGAL') : t('value.PROMISE')
    case 'dept':
      return names.deptName(String(value))
    case 'item':
      return names.itemName(String(value))
    case 'region':
    case 'division':
      return names.divisionName(String(value))
    case 'agentId':
    case 'receiverId':
      return names.personName(Number(value))
    case 'usedFrom':
      return t('value.days', { n: Number(value) })
    case 'status':
      return (filter.status ?? []).map((one) => statusLabel('', one)).join('、')
    default:
      return value === true ? '' : String(value)
  }
}

/** The conditions of a filter, in words; a span of dates is one. */
export function conditionsOf(filter: CaseFilter, names: Names): Condition[] {
  const out: Condition[] = []
  const seen = new Set<string>()
  for (const key of Object.keys(filter) as (keyof CaseFilter)[]) {
    const span = /^(received|accepted|decided)(From|To)$/.exec(key)?.[1]
    const name = span ?? key
    if (seen.has(name)) continue
    seen.add(name)
    const without: CaseFilter = { ...filter }
    for (const part of span ? [`${span}From`, `${span}To`] : [key]) delete without[part as keyof CaseFilter]
    const value = span
      ? range(filter[`${span}From` as 'decidedFrom'], filter[`${span}To` as 'decidedTo'])
      : valueOf(key, filter, names)
    const called = t(`cond.${name}` as 'cond.open')
    out.push({ key: name, text: value ? `${called}：${value}` : called, without })
  }
  return out
}

/** Beyond this the server only says that there are more. */
const countedUpTo = 1000

/** How many cases a list has, in words: those read, those there are. */
export function countText(total: number, read: number, more: boolean): string {
  if (!more) return t('casesCount', { n: read })
  return total > countedUpTo ? t('casesMore', { n: countedUpTo, read }) : t('casesOf', { n: total, read })
}

/** The cases that a filter finds, page after page; read anew when it changes. */
export function useCaseList(filter: Ref<CaseFilter>) {
  const pageSize = pageLength(100)
  const total = ref(0)
  const list = useKeyset<CaseRow>(async (after) => {
    const page = await listCases({ ...askOf(filter.value), before: Number(after) || undefined, limit: pageSize })
    if (!after) total.value = page.total
    return { items: page.rows.map(rowOfLine), next: page.next ? String(page.next) : null }
  })
  watch(filter, (now, then) => {
    if (JSON.stringify(now) !== JSON.stringify(then)) void list.restart()
  })
  void list.restart()
  return { list, rows: computed(() => list.rows.value), total }
}

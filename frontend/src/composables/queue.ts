import { computed, ref, shallowRef, watch } from 'vue'
import { listCases, type CaseLine, type DateText } from '@/api/case'
import { countWork, listDone, listTodo, type WorkCounts, type WorkLine } from '@/api/work'
import { itemNameOf, stepNameOf } from './english'
import { statusLabel } from '@/i18n/status'
import type { LampColour } from '@/kit/lamp'
import { useKeyset, type KeysetPage } from './keyset'

/** 待办, 已办, 我发起 (or my department's), 督办: the lists of cases. 待阅 is made of notices. */
export type QueueTab = 'todo' | 'done' | 'mine' | 'sets' | 'watch'

/** One line of a queue, whatever list it comes from. */
export interface QueueRow {
  key: string
  caseId: number
  /** 0 where the list is of cases, not of steps. */
  stepId: number
  stepState: string
  holderId: number
  number: string
  enterprise: string
  itemCode: string
  itemName: string
  /** Name of the step in Chinese; '' where the list is of cases. */
  stepName: string
  stepKind: string
  status: string
  flow: string
  deptCode: string
  receivedOn: DateText
  promisedDue: DateText
  legalDue: DateText
  dueOn: DateText
  lamp: LampColour
  remaining: number
  deemed: boolean
  provisional: boolean
  version: number
}

export { statusLabel }

export function rowOfWork(line: WorkLine): QueueRow {
  const { caseId, stepId, stepName, stepKind, stepState, holderId, number, enterprise, itemCode, itemName, status, flow, deptCode } = line
  const { receivedOn, promisedDue, legalDue, dueOn, lamp, remaining, deemed, provisional, version } = line
  const row = { caseId, stepId, stepName, stepKind, stepState, holderId, number, enterprise, itemCode, itemName, status, flow, deptCode }
  const dates = { receivedOn, promisedDue, legalDue, dueOn, lamp, remaining, deemed, provisional, version }
  return { key: `s${stepId}`, ...row, ...dates }
}

export function rowOfCase(line: CaseLine): QueueRow {
  const { number, enterprise, itemCode, itemName, status, flow, deptCode, version } = line
  const { receivedOn, promisedDue, legalDue, dueOn, lamp, remaining, deemed, provisional } = line
  const row = { caseId: line.id, stepId: 0, stepName: '', stepKind: '', stepState: '', holderId: line.reviewerId || line.receiverId }
  const dates = { receivedOn, promisedDue, legalDue, dueOn, lamp, remaining, deemed, provisional }
  return { key: `c${line.id}`, ...row, number, enterprise, itemCode, itemName, status, flow, deptCode, version, ...dates }
}

/** Where a line stands: its step, or the state of its case. */
export function stageOf(row: QueueRow): string {
  return row.stepId ? stepNameOf({ name: row.stepName, kind: row.stepKind }) : statusLabel(row.flow, row.status)
}

const pageSize = 100
const enough = 2000 // rows read ahead while a filter looks through them

async function todoPage(after: string | undefined): Promise<KeysetPage<QueueRow>> {
  const page = await listTodo(after, pageSize)
  return { items: page.rows.map(rowOfWork), next: page.next }
}

async function donePage(after: string | undefined): Promise<KeysetPage<QueueRow>> {
  const page = await listDone(after, pageSize)
  return { items: page.rows.map(rowOfWork), next: page.next }
}

/** Red ones, then yellow ones: two lists behind one another. */
async function watchPage(after: string | undefined, text: string): Promise<KeysetPage<QueueRow>> {
  const [lamp, before] = (after ?? 'RED:0').split(':') as [string, string]
  const page = await listCases({ open: true, lamp, q: text, before: Number(before) || undefined, limit: pageSize })
  const items = page.rows.map(rowOfCase)
  if (page.next) return { items, next: `${lamp}:${page.next}` }
  if (lamp === 'YELLOW') return { items }
  if (items.length >= pageSize / 2) return { items, next: 'YELLOW:0' }
  const rest = await watchPage('YELLOW:0', text)
  return { items: [...items, ...rest.items], next: rest.next }
}

async function minePage(after: string | undefined, text: string): Promise<KeysetPage<QueueRow>> {
  const page = await listCases({ q: text, before: Number(after) || undefined, limit: pageSize })
  return { items: page.rows.map(rowOfCase), next: page.next ? String(page.next) : null }
}

/** The joint sets that are on their way. */
async function setsPage(after: string | undefined, text: string): Promise<KeysetPage<QueueRow>> {
  const page = await listCases({ sets: true, open: true, q: text, before: Number(after) || undefined, limit: pageSize })
  return { items: page.rows.map(rowOfCase), next: page.next ? String(page.next) : null }
}
const ofServer: Partial<Record<QueueTab, typeof minePage>> = { mine: minePage, sets: setsPage, watch: watchPage }

function matches(row: QueueRow, text: string, lamps: string[]): boolean {
  if (lamps.length && !lamps.includes(row.lamp)) return false
  const wanted = text.trim().toLowerCase().replace(/-/g, '')
  if (!wanted) return true
  return [row.number, row.enterprise, row.itemName, itemNameOf(row.itemCode, ''), stageOf(row)].some((part) => part.toLowerCase().includes(wanted))
}

/** A queue: its tab, what is looked for, its rows as far as they are read, and how much waits. */
export function useQueue() {
  const tab = ref<QueueTab>('todo')
  const text = ref('')
  const lamps = ref<LampColour[]>([])
  const counts = shallowRef<WorkCounts>()
  const onServer = computed(() => tab.value in ofServer)

  const list = useKeyset<QueueRow>((after) => {
    if (tab.value === 'todo') return todoPage(after)
    if (tab.value === 'done') return donePage(after)
    return ofServer[tab.value]!(after, text.value)
  })

  const rows = computed(() => list.rows.value.filter((row) => matches(row, onServer.value ? '' : text.value, lamps.value)))
  const filtered = computed(() => lamps.value.length > 0 || text.value.trim() !== '')

  async function count(): Promise<void> {
    counts.value = await countWork().catch(() => counts.value)
  }
  /** While a filter is set that only the page knows, the rest of the list is read to look through it. */
  async function readOn(): Promise<void> {
    const asked = [tab.value, text.value, lamps.value.join()].join('|')
    const same = () => asked === [tab.value, text.value, lamps.value.join()].join('|')
    while (filtered.value && same() && list.hasNext.value && !list.problem.value && list.rows.value.length < enough) await list.more()
  }
  async function restart(): Promise<void> {
    await Promise.all([list.restart(), count()])
    await readOn()
  }

  watch(tab, () => void restart())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch([text, lamps], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void (onServer.value ? restart() : readOn()), 250)
  })

  return { tab, text, lamps, rows, counts, filtered, restart, count, list }
}

import { computed, shallowRef, watch, type Ref } from 'vue'
import { listCards, readBoard, type Board, type Card, type Figures } from '@/api/board'
import { listCases, type CaseLine } from '@/api/case'
import { toProblem, type Problem } from '@/api/problem'
import type { CaseFilter } from './casefilter'
import { before, firstDay, lastDay, type Period } from './period'

/** What the tables of the board are by. */
export type Dimension = 'dept' | 'item' | 'agent' | 'division' | 'month' | 'all'

/** Which cases a line of a table is of. */
export function lineFilter(by: Dimension, key: string): CaseFilter {
  if (by === 'dept' || by === 'item' || by === 'division') return { [by]: key }
  return by === 'agent' ? { agentId: Number(key) } : {}
}

/** A department's board opens that department's cases. */
export function ofDept(dept?: string): CaseFilter {
  return dept ? { dept } : {}
}

/** The figures of a line that open the cases behind them. */
export type Figure =
  | 'open' | 'received' | 'accepted' | 'deemed' | 'decided' | 'refused' | 'slow'
  | 'promised' | 'inPromise' | 'pastPromise' | 'limited' | 'inLaw' | 'pastLaw'

/** Exactly the cases that a figure counts; `slow` are those that took the P90 or longer. */
export function figureFilter(figure: Figure, period: Period, of: CaseFilter = {}, p90 = 0): CaseFilter {
  const from = firstDay(period)
  const to = lastDay(period)
  const decided: CaseFilter = { ...of, decidedFrom: from, decidedTo: to }
  switch (figure) {
    case 'open':
      return { ...of, open: true }
    case 'received':
      return { ...of, receivedFrom: from, receivedTo: to }
    case 'accepted':
      return { ...of, acceptedFrom: from, acceptedTo: to }
    case 'deemed':
      return { ...of, acceptedFrom: from, acceptedTo: to, deemed: true }
    case 'refused':
      return { ...decided, outcome: 'REFUSED' }
    case 'slow':
      return p90 > 0 ? { ...decided, usedFrom: p90 } : decided
    case 'promised':
      return { ...decided, judged: 'PROMISE' }
    case 'inPromise':
      return { ...decided, kept: 'PROMISE' }
    case 'pastPromise':
      return { ...decided, late: 'PROMISE' }
    case 'limited':
      return { ...decided, judged: 'LEGAL' }
    case 'inLaw':
      return { ...decided, kept: 'LEGAL' }
    case 'pastLaw':
      return { ...decided, late: 'LEGAL' }
    default:
      return decided
  }
}

/** The period of a line: its own month where the table is by month. */
export function linePeriod(by: Dimension, key: string, period: Period): Period {
  return by === 'month' ? { from: key.slice(0, 7), to: key.slice(0, 7) } : period
}

/** How much a rate moved, in percentage points; null where one of the two has nothing to go by. */
export function pointsBetween(now: Figures | undefined, then: Figures | undefined): number | null {
  if (!now || !then || now.inPromise.rate < 0 || then.inPromise.rate < 0) return null
  return (now.inPromise.rate - then.inPromise.rate) * 100
}

/** The board of a period, the one of the period before it, who is late, and the latest cards. */
export function useBoard(period: Ref<Period>) {
  const board = shallowRef<Board>()
  const past = shallowRef<Board>()
  const late = shallowRef<CaseLine[]>()
  const cards = shallowRef<Card[]>()
  const problem = shallowRef<Problem>()
  let asked = 0

  async function load(): Promise<void> {
    const question = ++asked
    const span = period.value
    try {
      const answer = await readBoard(firstDay(span), lastDay(span))
      if (question !== asked) return
      board.value = answer
      problem.value = undefined
    } catch (thrown) {
      if (question === asked) problem.value = toProblem(thrown)
      return
    }
    // The figures stand; what compares and lists comes after them.
    const earlier = before(span)
    const [then, red, yellow, drawn] = await Promise.allSettled([
      readBoard(firstDay(earlier), lastDay(earlier)),
      listCases({ ...ofDept(board.value.dept), open: true, lamp: 'RED', limit: 12 }),
      listCases({ ...ofDept(board.value.dept), open: true, lamp: 'YELLOW', limit: 12 }),
      listCards({ from: firstDay(span), to: lastDay(span), limit: 12 }),
    ])
    if (question !== asked) return
    past.value = then.status === 'fulfilled' ? then.value : undefined
    late.value = [red, yellow].flatMap((one) => (one.status === 'fulfilled' ? one.value.rows : [])).slice(0, 12)
    cards.value = drawn.status === 'fulfilled' ? drawn.value : []
  }

  watch(period, () => void load(), { immediate: true })
  const pastOf = computed(() => new Map((past.value?.depts ?? []).map((line) => [line.key, line])))
  return { board, past, pastOf, late, cards, problem, load }
}

import { computed, ref, shallowRef } from 'vue'
import { moveCase, readCase, type CaseDetail } from '@/api/case'
import { newIdempotencyKey } from '@/api/client'
import { listTodo, type WorkLine } from '@/api/work'
import { useBulk } from './bulk'
import { useProblem } from './problem'

/** Like cases: the same item, so that one look at the rule serves them all. */
export interface SignGroup {
  itemCode: string
  itemName: string
  lines: WorkLine[]
}

const most = 2000

/** Groups what waits for a decision by item, each group by what is due first. */
export function groupsOf(lines: WorkLine[]): SignGroup[] {
  const groups = new Map<string, SignGroup>()
  for (const line of lines) {
    const group = groups.get(line.itemCode) ?? { itemCode: line.itemCode, itemName: line.itemName, lines: [] }
    group.lines.push(line)
    groups.set(line.itemCode, group)
  }
  return [...groups.values()]
}

/**
 * The approver's box. A case is opened before it can be selected; a signature
 * over several is one move each, with the version that was read.
 */
export function useSigning() {
  const lines = shallowRef<WorkLine[]>()
  const opened = shallowRef(new Map<number, CaseDetail>())
  const chosen = ref(new Set<number>())
  const { run, problem } = useProblem()
  const reading = useProblem()
  const bulk = useBulk<WorkLine>()

  async function load(): Promise<void> {
    const all: WorkLine[] = []
    const read = await run(async () => {
      let after: string | undefined
      do {
        const page = await listTodo(after, 200)
        all.push(...page.rows.filter((line) => line.stepKind === 'APPROVE'))
        after = page.next || undefined
      } while (after && all.length < most)
      return true
    })
    if (read) lines.value = all
  }

  return {
    lines,
    groups: computed(() => groupsOf(lines.value ?? [])),
    opened,
    chosen,
    problem,
    reading,
    bulk,
    load,
    async open(line: WorkLine): Promise<CaseDetail | undefined> {
      const detail = await reading.run(() => readCase(line.caseId))
      if (detail) opened.value = new Map(opened.value).set(line.caseId, detail)
      return detail
    },
    choose(id: number, on: boolean): void {
      if (on && !opened.value.has(id)) return
      const next = new Set(chosen.value)
      if (on) next.add(id)
      else next.delete(id)
      chosen.value = next
    },
    /** Signs the chosen cases, each by its own move. */
    async sign(words: { reason: string; findings: string }): Promise<void> {
      const picked = (lines.value ?? []).filter((line) => chosen.value.has(line.caseId))
      await bulk.run(picked, (line) => {
        const detail = opened.value.get(line.caseId)!
        const decision = { findings: words.findings, validMonths: detail.item.licence?.validityMonths ?? 0 }
        return moveCase(line.caseId, 'approve', { version: detail.case.version, reason: words.reason, decision }, newIdempotencyKey())
      })
      chosen.value = new Set()
      opened.value = new Map()
      await load()
    },
  }
}

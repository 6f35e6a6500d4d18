import { computed, inject, provide, ref, shallowRef, type InjectionKey } from 'vue'
import { readCase, type CaseDetail, type CaseMaterial } from '@/api/case'
import { editDraft, refreshDraft, type Change } from '@/api/draft'
import { toProblem } from '@/api/problem'
import { readEnterprise } from '@/api/enterprise'
import type { Answers } from '@/form/schema'
import { nameOf } from '@/i18n/both'
import { useAsk } from './ask'
import { useAutosave } from './autosave'
import { useFormCheck } from './formcheck'
import { prefill } from './prefill'
import { useProblem } from './problem'
import { useSession } from './session'
import { useUnsaved } from './unsaved'

/** Where a case may be filled in: before it is handed in, and while it waits to be put right. */
export function isEditable(status: string): boolean {
  return ['DRAFT', 'CORRECTION_REQUIRED', 'INFO_INCOMPLETE'].includes(status)
}

/** Whether a material is settled as far as the applicant goes: nothing required is missing. */
export function isSettled(material: CaseMaterial): boolean {
  return !material.required || material.mayFollow || !['MISSING', 'DEFECTIVE'].includes(material.state)
}

/** How the materials stand: those that must be there, and how many are. */
export function materialsState(materials: CaseMaterial[]): { must: number; done: number; state: 'done' | 'doing' | 'todo' } {
  const must = materials.filter((material) => material.required && !material.mayFollow)
  const done = must.filter(isSettled).length
  if (done === must.length) return { must: must.length, done, state: 'done' }
  return { must: must.length, done, state: done ? 'doing' : 'todo' }
}

/**
 * What was typed here together with what was written elsewhere since both had `base`: a field changed
 * here stays as it was typed, every other is as it is there.
 */
export function mergeAnswers(base: Answers, mine: Answers, theirs: Answers): Answers {
  const merged = { ...theirs }
  for (const name of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    if (JSON.stringify(base[name]) !== JSON.stringify(mine[name])) merged[name] = mine[name]
  }
  return merged
}

/** One draft, shared by the pages of its application: its answers, saved by themselves, and its materials. */
export function makeDraft(id: number) {
  const { session } = useSession()
  const detail = shallowRef<CaseDetail>()
  const answers = ref<Answers>({})
  /** What the move to a newer version of the item changed. */
  const changes = shallowRef<Change[]>([])
  const { answer, problem, ask } = useAsk(() => readCase(id))
  const check = useFormCheck()
  const move = useProblem()
  const unsaved = useUnsaved(session.value?.userId, id)
  let version = 0

  /** The answers as the server has them. */
  let kept: Answers = {}

  async function write(): Promise<void> {
    const writing = answers.value
    const saved = await editDraft(id, { version, form: writing, attrs: detail.value!.case.attrs ?? {} })
    version = saved.version
    kept = writing
    if (answers.value === writing) unsaved.drop()
    else unsaved.keep({ base: kept, mine: answers.value })
  }
  /** Somebody else wrote in between (another window, the agent): their answers and what was typed here come together. */
  async function writeBeside(): Promise<void> {
    const now = await readCase(id)
    answers.value = mergeAnswers(kept, answers.value, now.case.form ?? {})
    kept = now.case.form ?? {}
    version = now.case.version
    detail.value = now
    await write()
  }
  const autosave = useAutosave(async () => {
    await write().catch((thrown: unknown) => (toProblem(thrown).conflict ? writeBeside() : Promise.reject(thrown)))
    // The answers decide which materials are asked for.
    const fresh = await readCase(id)
    version = fresh.case.version
    detail.value = fresh
  })

  function take(read: CaseDetail): void {
    detail.value = read
    version = read.case.version
    answers.value = { ...read.case.form }
    kept = answers.value
  }
  /** What was typed here before and never reached the server stands in the form again. */
  function bringBack(): void {
    const left = editable.value ? unsaved.read() : undefined
    if (!left) return unsaved.drop()
    answers.value = mergeAnswers(left.base, left.mine, answers.value)
    autosave.touch()
  }
  /** Fills in what is known, once, while the form is still empty. */
  async function begin(read: CaseDetail): Promise<void> {
    if (read.case.status !== 'DRAFT' || Object.keys(read.case.form ?? {}).length || !read.formDefinition) return
    const enterprise = await readEnterprise(read.case.enterpriseId).catch(() => undefined)
    const project = read.project as Parameters<typeof prefill>[2]['project'] | null
    const operator = session.value ? { name: session.value.name } : undefined
    const filled = prefill(read.formDefinition, answers.value, { enterprise, project: project ?? undefined, operator })
    if (Object.keys(filled).length === 0) return
    answers.value = filled
    autosave.touch()
  }
  async function load(): Promise<void> {
    const read = await ask()
    if (!read) return
    take(read)
    if (read.case.status === 'DRAFT') {
      const moved = await move.run(() => refreshDraft(id))
      if (moved?.length) {
        changes.value = moved
        const again = await ask()
        if (again) take(again)
      }
    }
    bringBack()
    await begin(detail.value!)
  }
  /** Reads the materials anew, after a file came or went; what is being typed stays. */
  async function reload(): Promise<void> {
    const read = await ask()
    // Of several that were asked for, the newest answer counts.
    if (!read || read !== answer.value) return
    detail.value = read
    version = read.case.version
  }

  const form = computed(() => detail.value?.formDefinition ?? undefined)
  const editable = computed(() => isEditable(detail.value?.case.status ?? ''))
  const sections = computed(() =>
    (form.value?.layout.sections ?? []).map((section, index) => ({ section, index, state: check.stateOf(form.value!, index, answers.value) })),
  )
  /** In the shown language where the item has a name in it. */
  const materials = computed(() => {
    const named = new Map((detail.value?.item.materials ?? []).map((one) => [one.code, nameOf(one)]))
    return (detail.value?.materials ?? []).map((material) => ({ ...material, name: named.get(material.code) ?? material.name }))
  })
  const ready = computed(() => sections.value.every(({ state }) => state === 'done') && materialsState(materials.value).state === 'done')

  return {
    id,
    detail,
    answers,
    changes,
    problem,
    autosave,
    form,
    editable,
    sections,
    materials,
    ready,
    check: check.check,
    load,
    reload,
    /** The version of the copy that is shown, after everything typed is written. */
    async settled(): Promise<number> {
      await autosave.flush()
      return version
    },
    set(next: Answers): void {
      answers.value = next
      unsaved.keep({ base: kept, mine: next })
      autosave.touch()
    },
  }
}

export type Draft = ReturnType<typeof makeDraft>
const key: InjectionKey<Draft> = Symbol('draft')

export function provideDraft(draft: Draft): void {
  provide(key, draft)
}

/** The draft of the application around this page. */
export function useDraft(): Draft {
  return inject(key)!
}

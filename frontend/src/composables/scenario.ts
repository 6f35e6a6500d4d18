import { computed, ref, shallowRef, watch } from 'vue'
import { planScenario, type Fact, type Facts, type Plan, type PlanEntry, type Question, type Scenario } from '@/api/scenario'
import { useSession } from './session'
import { useAsk } from './ask'

/** The questions that have an answer or were put aside, and the one to ask now. */
export function wayThrough(scenario: Scenario, answers: Facts, skipped: ReadonlySet<string>, left: string[] | null) {
  const open = new Set(left ?? [])
  const behind = scenario.questions.filter(({ attr }) => attr in answers || (skipped.has(attr) && open.has(attr)))
  const ahead = scenario.questions.filter(({ attr }) => open.has(attr) && !skipped.has(attr) && !(attr in answers))
  return { behind, current: ahead[0], ahead: ahead.length }
}

/** A plan's entries by stage, in the order of the plan. */
export function byStage(scenario: Scenario, entries: PlanEntry[] | null): { stage: string; entries: PlanEntry[] }[] {
  return scenario.stages
    .map((stage) => ({ stage, entries: (entries ?? []).filter((entry) => entry.stage === stage) }))
    .filter(({ entries }) => entries.length > 0)
}

/** Reads what was typed or chosen for a question; undefined where it is no answer. */
export function factOf(question: Question, text: string): Fact | undefined {
  if (question.type === 'BOOL') return text === 'yes' ? true : text === 'no' ? false : undefined
  if (question.type === 'ENUM') return question.values?.some(({ code }) => code === text) ? text : undefined
  const typed = text.normalize('NFKC').replace(/[,\s]/g, '')
  const number = Number(typed)
  const whole = question.type === 'DECIMAL' || Number.isInteger(number)
  return typed !== '' && Number.isFinite(number) && number >= 0 && whole ? number : undefined
}

/** A questionnaire under way: the answers so far, and what they lead to. */
export function useScenario(scenario: () => Scenario | undefined) {
  const answers = ref<Facts>({})
  const skipped = ref(new Set<string>())
  const chosen = ref<string[]>([])
  const done = ref<string[]>([])
  const plan = shallowRef<Plan>()
  const { load } = useSession()
  const { ask, problem, asking } = useAsk(async () => {
    await load() // the question is sent with the token that its answer brings
    return planScenario(scenario()!.code, { answers: answers.value, chosen: chosen.value, done: done.value })
  })

  async function refresh(): Promise<void> {
    plan.value = (await ask()) ?? plan.value
  }
  watch(
    scenario,
    (now) => {
      if (!now) return
      answers.value = {}
      skipped.value = new Set()
      chosen.value = (now.offers ?? []).filter((offer) => offer.chosen).map((offer) => offer.item)
      plan.value = undefined
      void refresh()
    },
    { immediate: true },
  )
  const way = computed(() => {
    const now = scenario()
    return now && plan.value ? wayThrough(now, answers.value, skipped.value, plan.value.left) : undefined
  })

  return {
    answers,
    skipped,
    chosen,
    plan,
    problem,
    asking,
    way,
    refresh,
    async answer(attr: string, fact: Fact): Promise<void> {
      answers.value = { ...answers.value, [attr]: fact }
      skipped.value.delete(attr)
      await refresh()
    },
    /** Leaves a question open: what depends on it may apply. */
    skip(attr: string): void {
      skipped.value = new Set([...skipped.value, attr])
    },
    /** Asks a question again, with all that came after it still answered. */
    async reopen(attr: string): Promise<void> {
      answers.value = Object.fromEntries(Object.entries(answers.value).filter(([name]) => name !== attr))
      skipped.value = new Set([...skipped.value].filter((name) => name !== attr))
      await refresh()
    },
    async offer(item: string, wanted: boolean): Promise<void> {
      chosen.value = wanted ? [...chosen.value, item] : chosen.value.filter((code) => code !== item)
      await refresh()
    },
  }
}

import { computed, nextTick, ref, shallowRef, watch, type Ref } from 'vue'
import type { Project } from '@/api/project'

/**
 * The project that an application is for: one of the applicant's, or one that is entered on the spot.
 *
 * @param known the projects that the person sees; undefined until they are there
 * @param client the id of the enterprise an agent acts for; '' where nobody was chosen or one acts for oneself
 * @param first the id of the project that is chosen at the beginning, or ''
 */
export function useProjectChoice(known: () => Project[] | undefined, client: Ref<string>, first: string) {
  const project = ref(first)
  const entered = shallowRef<Project[]>([])
  const adding = ref(false)
  const options = computed(() =>
    [...entered.value, ...(known() ?? [])]
      .filter((one) => !client.value || one.enterpriseId === Number(client.value))
      .map((one) => ({ value: String(one.id), label: one.name })),
  )
  // Another client has other projects.
  watch(client, () => {
    if (known() && !options.value.some((one) => one.value === project.value)) project.value = ''
  })
  function focus(id: string): void {
    void nextTick(() => document.getElementById(id)?.focus())
  }
  function open(): void {
    adding.value = true
  }
  function take(one: Project): void {
    entered.value = [one, ...entered.value]
    project.value = String(one.id)
    adding.value = false
    focus('f-projectId')
  }
  return { project, options, adding, open, take }
}

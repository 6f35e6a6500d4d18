import { computed, shallowRef } from 'vue'
import { agentQueue, listClients, listContacts, listMandates, listTodos, type Client, type Contact, type Mandate, type Todo } from '@/api/agentwork'
import type { CaseLine } from '@/api/case'
import { rowOfCase } from './queue'
import { useProblem } from './problem'

/** An agent's desk: clients, mandates, open cases by due day, tasks and the log of contacts. */
export function useAgentDesk(agentId: () => number) {
  const clients = shallowRef<Client[]>()
  const mandates = shallowRef<Mandate[]>([])
  const cases = shallowRef<CaseLine[]>([])
  const todos = shallowRef<Todo[]>([])
  const contacts = shallowRef<Contact[]>([])
  const { run, problem } = useProblem()

  async function load(): Promise<void> {
    const read = await run(() => Promise.all([listClients(agentId()), listMandates({ limit: 200 }), agentQueue(agentId()), listTodos({ status: 'OPEN', limit: 200 }), listContacts({ limit: 100 })]))
    if (read) [clients.value, mandates.value, cases.value, todos.value, contacts.value] = read
  }
  const names = computed(() => new Map((clients.value ?? []).map(({ enterpriseId, name }) => [enterpriseId, name])))
  return {
    clients,
    mandates,
    rows: computed(() => cases.value.map(rowOfCase)),
    todos,
    contacts,
    problem,
    load,
    nameOf: (id: number) => names.value.get(id) ?? cases.value.find((one) => one.enterpriseId === id)?.enterprise ?? '',
  }
}

/** Where a mandate stands on a day: a granted one that has run out has ended. */
export function mandateState(mandate: Mandate, today: string): string {
  if (mandate.status === 'GRANTED' && mandate.validTo && mandate.validTo < today) return 'ENDED'
  return mandate.status
}

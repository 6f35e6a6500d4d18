import { readonly, ref } from 'vue'

/** For whom the agent works now; the banner says so on every page of the desk. */
export interface ActingFor {
  enterpriseId: number
  name: string
  until: string | null
}

const key = 'acting-for'

function read(): ActingFor | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    const one = kept as ActingFor | null
    return one && typeof one.enterpriseId === 'number' && typeof one.name === 'string' ? one : undefined
  } catch {
    return undefined
  }
}
const acting = ref(read())

/** Kept while the window lives: what one does is done for a client by naming it, the banner only reminds. */
export function useActing() {
  function keep(one: ActingFor | undefined): void {
    acting.value = one
    try {
      if (one) sessionStorage.setItem(key, JSON.stringify(one))
      else sessionStorage.removeItem(key)
    } catch {
      // storage is forbidden: the banner lasts as long as the page
    }
  }
  return { acting: readonly(acting), start: (one: ActingFor) => keep(one), stop: () => keep(undefined) }
}

import { computed, readonly, shallowRef } from 'vue'
import type { SignedIn } from '@/api/session'

/** Who is signed in, as every page knows it. */
export interface Session extends Pick<SignedIn, 'userId' | 'login' | 'name' | 'post' | 'pending' | 'secondFactor'> {
  /** The role of the post; none while something is to be done first. */
  roles: readonly string[]
  /** The enterprise one belongs to. */
  enterprise?: { id: number; name: string } | null
  region?: string
  department?: string | null
}

type Source = () => Promise<Session | null>

const current = shallowRef<Session | null>()
let source: Source = () => Promise.resolve(null)
let asking: Promise<Session | null> | undefined

/** Tells where the session is asked for; called once when the application starts. */
export function sessionFrom(ask: Source): void {
  source = ask
  asking = undefined
}

/**
 * The session: undefined until asked for, null where nobody is signed in.
 * `load` asks once; `refresh` asks again (after signing in or out).
 */
export function useSession() {
  async function refresh(): Promise<Session | null> {
    asking = source().then((session) => (current.value = session))
    try {
      return await asking
    } catch (thrown) {
      asking = undefined
      throw thrown
    }
  }
  return {
    session: readonly(current),
    signedIn: computed(() => Boolean(current.value)),
    hasRole: (...roles: string[]) => roles.some((role) => current.value?.roles.includes(role)),
    load: () => asking ?? refresh(),
    refresh,
    /** The session has ended on the server. */
    forget(): void {
      current.value = null
      asking = Promise.resolve(null)
    },
  }
}

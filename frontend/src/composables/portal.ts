import { readonly, shallowRef } from 'vue'
import { readPortal, type Portal } from '@/api/session'
import type { Session } from './session'

const portal = shallowRef<Portal>()

/** The session in the form that every page knows, from the portal's answer. */
export function sessionOf(answer: Portal): Session | null {
  const { session } = answer
  if (!session) return null
  const { post } = session
  return {
    ...session,
    roles: post.role && !session.pending ? [post.role] : [],
    enterprise: post.enterpriseId ? { id: post.enterpriseId, name: post.enterpriseName } : null,
    region: post.region,
    department: post.deptCode || null,
  }
}

/** Asks whose portal it is and who is signed in; the source of useSession. */
export async function askPortal(): Promise<Session | null> {
  portal.value = await readPortal()
  return sessionOf(portal.value)
}

/** Whose portal it is, its legal date, and what the session may do; undefined until it has answered. */
export function usePortal() {
  return {
    portal: readonly(portal),
    /** Whether the post may do an action such as `case:rate`. */
    may(action: string): boolean {
      const object = action.slice(0, action.indexOf(':'))
      return portal.value?.actions.some((one) => one === action || one === `${object}:*`) ?? false
    },
  }
}

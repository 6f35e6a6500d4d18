import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import type { Session } from '@/composables/session'

const administrators = new Set(['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR'])
const overseers = new Set(['LEADER', 'SUPERVISOR', 'ASSESSOR'])

/** Where a session begins: the page of its role. */
export function homeOf(session: Session | null | undefined): string {
  const role = session?.roles[0]
  if (!role || role === 'ENTERPRISE' || role === 'PERSON') return '/me'
  if (administrators.has(role)) return '/staff/users'
  if (role === 'AGENT') return '/staff/agent'
  return overseers.has(role) ? '/staff/board' : '/staff/queue'
}

/** An address of this portal to go back to; anything else leads home. */
export function wayBack(asked: unknown, session: Session | null | undefined): string {
  const path = typeof asked === 'string' ? asked : ''
  return /^\/(?![/\\])/.test(path) && !path.startsWith('/login') ? path : homeOf(session)
}

/**
 * Whether a page may be opened: where nobody is signed in, or something is to be done first, the
 * login page comes before it; a page of another role leads to one's own.
 */
export function admission(to: RouteLocationNormalized, session: Session | null): true | RouteLocationRaw {
  const wanted = to.matched.map(({ meta }) => meta.roles).filter((roles) => roles !== undefined)
  if (wanted.length === 0) return true
  if (!session || session.pending) return { path: '/login', query: { back: to.fullPath } }
  if (wanted.every((roles) => roles.length === 0 || roles.some((role) => session.roles.includes(role)))) return true
  const home = homeOf(session)
  return to.path === home ? { path: '/denied' } : home
}

import type { Session } from '@/composables/session'
import { t } from '@/i18n/nav'
import { homeOf } from './guard'

/** A page in the main navigation. */
export interface NavigationEntry {
  to: string
  label: () => string
  /** Signed in, and with one of these roles; [] for anybody signed in, absent for everybody. */
  roles?: string[]
}

/** What stands there in both tiers, before the pages of the tier itself (`meta.nav`). */
export const navigation: NavigationEntry[] = []

if (__GALLERY__) {
  navigation.push({ to: '/gallery', label: () => 'Kit' }, { to: '/staff/gallery', label: () => 'Staff kit' })
}

const homes: Record<string, () => string> = {
  '/me': () => t('mine'),
  '/staff/queue': () => t('desk'),
  '/staff/agent': () => t('desk'),
  '/staff/board': () => t('board'),
  '/staff/users': () => t('admin'),
}

/** The links of the account menu: one's own home, and the settings of the account. */
export function accountLinks(session: Session): NavigationEntry[] {
  if (session.pending) return []
  const home = homeOf(session)
  return [
    { to: home, label: homes[home] ?? (() => home) },
    { to: '/account', label: () => t('security') },
  ]
}

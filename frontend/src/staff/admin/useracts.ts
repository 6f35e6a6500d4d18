import { disableUser, enableUser, endSessions, resetFactor, resetPassword, type User } from '@/api/user'

export type UserAct = 'disable' | 'enable' | 'reset' | 'sessions' | 'factor'

/** What an administrator may do with another's account, and when; what makes a one-time link gives its token. */
export const userActs: {
  id: UserAct
  action: string
  danger: boolean
  needsReason: boolean
  fits: (user: User) => boolean
  run: (id: number, reason: string) => Promise<string | undefined>
}[] = [
  { id: 'reset', action: 'user:reset', danger: false, needsReason: true, fits: ({ status }) => status !== 'DISABLED', run: async (id, reason) => (await resetPassword(id, reason)).token },
  { id: 'sessions', action: 'user:end_sessions', danger: false, needsReason: true, fits: () => true, run: (id, reason) => endSessions(id, reason).then(() => undefined) },
  { id: 'factor', action: 'factor:reset', danger: true, needsReason: true, fits: ({ totpSince }) => Boolean(totpSince), run: (id, reason) => resetFactor(id, reason).then(() => undefined) },
  { id: 'disable', action: 'user:disable', danger: true, needsReason: true, fits: ({ status }) => status !== 'DISABLED', run: (id, reason) => disableUser(id, reason).then(() => undefined) },
  { id: 'enable', action: 'user:disable', danger: false, needsReason: false, fits: ({ status }) => status === 'DISABLED', run: (id) => enableUser(id).then(() => undefined) },
]

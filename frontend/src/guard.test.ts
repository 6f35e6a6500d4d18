import { describe, expect, test } from 'vitest'
import type { RouteLocationNormalized } from 'vue-router'
import type { Session } from '@/composables/session'
import { admission, homeOf, wayBack } from './guard'

const post = { grantId: 1, absenceId: 0, enterpriseId: 0, role: '', region: '', deptCode: '', enterpriseName: '', forUserId: 0, forName: '' }
function session(role: string, pending: Session['pending'] = ''): Session {
  return { userId: 1, login: 'a', name: '甲', post: { ...post, role }, pending, secondFactor: 'NONE', roles: pending ? [] : [role] }
}
function to(path: string, ...roles: (string[] | undefined)[]): RouteLocationNormalized {
  return { path, fullPath: path, matched: roles.map((list) => ({ meta: { roles: list } })) } as unknown as RouteLocationNormalized
}

describe('a page', () => {
  test('without roles is open to everybody', () => {
    expect(admission(to('/items', undefined), null)).toBe(true)
  })

  test('of the signed in leads to the login with the way back', () => {
    expect(admission(to('/me/cases', []), null)).toEqual({ path: '/login', query: { back: '/me/cases' } })
  })

  test('waits until the second factor is passed', () => {
    expect(admission(to('/me', []), session('ENTERPRISE', 'FACTOR'))).toEqual({ path: '/login', query: { back: '/me' } })
  })

  test('of another role leads to the own home', () => {
    expect(admission(to('/staff/queue', ['WINDOW']), session('ENTERPRISE'))).toBe('/me')
    expect(admission(to('/staff/queue', ['WINDOW']), session('WINDOW'))).toBe(true)
  })

  test('inside a shell needs the roles of both', () => {
    expect(admission(to('/staff/sign', ['WINDOW', 'APPROVER'], ['APPROVER']), session('WINDOW'))).toBe('/staff/queue')
  })

  test('that is the own home and yet forbidden does not lead in a circle', () => {
    expect(admission(to('/staff/queue', ['NOBODY']), session('WINDOW'))).toEqual({ path: '/denied' })
  })
})

test.each([
  ['ENTERPRISE', '/me'],
  ['WINDOW', '/staff/queue'],
  ['AGENT', '/staff/agent'],
  ['LEADER', '/staff/board'],
  ['SECURITY_ADMIN', '/staff/users'],
])('%s begins at %s', (role, path) => expect(homeOf(session(role))).toBe(path))

test.each([
  ['/cases/3?tab=days', '/cases/3?tab=days'],
  ['https://elsewhere.example', '/me'],
  ['//elsewhere.example', '/me'],
  ['/\\elsewhere.example', '/me'],
  ['/login?back=/x', '/me'],
  [undefined, '/me'],
])('the way back from %s is %s', (asked, path) => expect(wayBack(asked, session('ENTERPRISE'))).toBe(path))

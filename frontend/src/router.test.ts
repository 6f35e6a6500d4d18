import { expect, test, vi } from 'vitest'
import { createTierRouter, tierOf } from './router'

test.each([
  ['/', 'public'],
  ['/staff', 'staff'],
  ['/staff/queue', 'staff'],
  ['/staffordshire', 'public'],
  ['/me', 'public'],
])('%s is drawn by the %s tier', (path, want) => expect(tierOf(path)).toBe(want))

test('a link to the other tier loads its document and stays where it is', async () => {
  const load = vi.spyOn(location, 'assign').mockImplementation(() => {})
  const router = createTierRouter('public', [{ path: '/', component: { render: () => null } }])
  await router.push('/')
  await router.push('/staff/queue?tab=late')
  expect(load).toHaveBeenCalledWith('/staff/queue?tab=late')
  expect(router.currentRoute.value.path).toBe('/')
})

test('the pages of enterprises come with the first of their addresses, query and all', async () => {
  const page = { render: () => null }
  const load = vi.fn(async () => [{ path: '/me', component: page, children: [{ path: 'cases', component: page }] }])
  const router = createTierRouter('public', [{ path: '/', component: page }], { path: '/:tier(me|apply)/:rest(.*)*', load })
  await router.push('/')
  expect(load).not.toHaveBeenCalled()
  await router.push('/me/cases?tab=open')
  expect(router.currentRoute.value.fullPath).toBe('/me/cases?tab=open')
  expect(router.currentRoute.value.matched.map(({ path }) => path)).toEqual(['/me', '/me/cases'])
  await router.push('/me/nowhere')
  expect(router.currentRoute.value.matched.map(({ path }) => path)).toEqual(['/:path(.*)*'])
  expect(load).toHaveBeenCalledTimes(1)
})

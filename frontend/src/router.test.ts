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

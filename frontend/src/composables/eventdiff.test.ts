import { expect, test } from 'vitest'
import { eventDiff } from './eventdiff'

test('only what changed is told, without the bookkeeping', () => {
  expect(eventDiff({ name: '甲', phone: '', version: 1 }, { name: '甲', phone: '13800138000', version: 2 })).toEqual([{ field: 'phone', before: '—', after: '13800138000' }])
})

test('a new thing has nothing before, and what is no object has no fields', () => {
  expect(eventDiff(null, { status: 'ACTIVE', days: [1] })).toEqual([
    { field: 'status', before: '—', after: 'ACTIVE' },
    { field: 'days', before: '—', after: '[1]' },
  ])
  expect(eventDiff('x', ['y'])).toEqual([])
})

import { expect, test } from 'vitest'
import type { Progress } from '@/api/progress'
import { askedOf, progressLink, rateLink, readProgressHash, tokenOf } from './progress'
import { progressEntries } from './progresslines'

test('number and code come back from the address as they went in', () => {
  const link = progressLink('140999-20260302-000017-7', 'AB12CD34')
  expect(link).toBe('/progress#140999-20260302-000017-7.AB12CD34')
  expect(readProgressHash(link.slice(link.indexOf('#')))).toEqual({ number: '140999-20260302-000017-7', code: 'AB12CD34' })
})

test.each([
  ['', '', ''],
  ['#', '', ''],
  ['#123', '123', ''],
  ['#%E4%B8.%ZZ', '%E4%B8', '%ZZ'],
])('the hash “%s” holds number “%s” and code “%s”', (hash, number, code) => {
  expect(readProgressHash(hash)).toEqual({ number, code })
})

test('number and code may stand in the query as well; what is behind the # goes first', () => {
  const query = { number: '123', code: ['AB', 'CD'] }
  expect(askedOf({ hash: '', query, params: {} })).toEqual({ number: '123', code: 'AB' })
  expect(askedOf({ hash: '#9.Z', query, params: {} })).toEqual({ number: '9', code: 'Z' })
})

test('the token of a rating comes back from each form of its address', () => {
  const link = rateLink('a-_b')
  expect(tokenOf({ hash: link.slice(link.indexOf('#')), query: {}, params: {} })).toBe('a-_b')
  expect(tokenOf({ hash: '', query: {}, params: { token: 'p' } })).toBe('p')
  expect(tokenOf({ hash: '', query: { token: 'q' }, params: { token: '' } })).toBe('q')
  expect(tokenOf({ hash: '', query: {}, params: {} })).toBe('')
})

test('the public timeline tells states and dates; the last state of an open case is where it is', () => {
  const moves = [{ to: 'SUBMITTED', on: '2026-03-02' }, { to: 'SPECIAL_PROCEDURE', on: '2026-03-04' }, { to: 'UNDER_REVIEW', on: '2026-03-06' }]
  const entries = progressEntries({ flow: 'PERMIT', status: 'UNDER_REVIEW', decidedOn: null, moves } as Progress)
  expect(entries.map(({ title, at, state }) => [title, at, state])).toEqual([
    ['已提交（收件）', '2026年3月2日', 'done'],
    ['特别程序', '2026年3月4日', 'pause'],
    ['审查中', '2026年3月6日', 'now'],
  ])
})

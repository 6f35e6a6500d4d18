import { expect, test } from 'vitest'
import { progressLink, readProgressHash } from './progress'

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

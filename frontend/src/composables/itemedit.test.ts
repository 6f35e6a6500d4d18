import { expect, test } from 'vitest'
import type { ItemBody } from '@/api/catalogue'
import { copyOf, decide, isDecided, nextCode, readJson, shift } from './itemedit'

function item(change: Partial<ItemBody> = {}): ItemBody {
  return {
    code: 'X-1', nameZh: '事项', nameEn: 'Item', legalBasis: [], statutoryLimit: { value: 20, unit: 'WORKING_DAY', startsOn: 'ACCEPTED' },
    promised: { value: 10, unit: 'WORKING_DAY', origin: 'default' }, acceptanceWindow: null, extension: null, excluded: [], materials: [],
    steps: [
      { code: 'S1', nameZh: '收件', kind: 'RECEIVE', deptRole: 'WINDOW', limitWd: 0, origin: 'default' },
      { code: 'S2', nameZh: '审查', kind: 'REVIEW', deptRole: 'LEAD', limitWd: 3, origin: 'source' },
    ],
    countyConfirm: [], origins: { dept: 'default', 'materials.flags': 'default' }, licence: null, renewalLead: null, ...change,
  }
}

test('a path is decided once everything that it stands for comes from a source', () => {
  const body = item()
  expect(isDecided(body, 'promised')).toBe(false)
  expect(isDecided(body, 'steps')).toBe(false)
  expect(isDecided(body, 'materials.flags')).toBe(false)
  for (const path of ['promised', 'steps', 'materials.flags']) decide(body, path, true, [])
  expect(['promised', 'steps', 'materials.flags'].map((path) => isDecided(body, path))).toEqual([true, true, true])
  expect(isDecided(body, 'dept')).toBe(false)
  decide(body, 'steps', false, [])
  expect(isDecided(body, 'steps')).toBe(false)
})

test('where the whole item is a default, deciding one path leaves the others as they were', () => {
  const body = item({ origins: { item: 'default' } })
  decide(body, 'dept', true, ['dept', 'instant', 'promised', 'steps'])
  expect(isDecided(body, 'dept')).toBe(true)
  expect(['instant', 'promised', 'steps'].map((path) => isDecided(body, path))).toEqual([false, false, false])
})

test('a copy shares nothing', () => {
  const body = item()
  const other = copyOf(body)
  other.steps[0]!.nameZh = '改'
  expect(body.steps[0]!.nameZh).toBe('收件')
})

test('codes go on after the highest, and rows change places within the list', () => {
  expect(nextCode('M', [{ code: 'M1' }, { code: 'M7' }])).toBe('M8')
  expect(nextCode('M', [])).toBe('M1')
  const list = ['a', 'b', 'c']
  shift(list, 0, 1)
  shift(list, 0, -1)
  expect(list).toEqual(['b', 'a', 'c'])
})

test('only an object is read as one', () => {
  expect(readJson('{"a":1}').value).toEqual({ a: 1 })
  expect(readJson('[1]').error).toBeTruthy()
  expect(readJson('{').error).toBeTruthy()
})

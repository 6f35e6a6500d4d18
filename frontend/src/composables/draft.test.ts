import { describe, expect, test } from 'vitest'
import type { CaseMaterial } from '@/api/case'
import { isEditable, isSettled, materialsState, mergeAnswers } from './draft'

const material = (state: string, more: Partial<CaseMaterial> = {}) => ({ code: 'M', name: '材料', required: true, mayFollow: false, state, ...more }) as CaseMaterial

test.each([
  ['DRAFT', true],
  ['CORRECTION_REQUIRED', true],
  ['INFO_INCOMPLETE', true],
  ['SUBMITTED', false],
  ['DELIVERED', false],
])('a case that is %s may be filled in: %s', (status, may) => expect(isEditable(status)).toBe(may))

describe('a material', () => {
  test.each([
    ['MISSING', {}, false],
    ['DEFECTIVE', {}, false],
    ['HANDED_IN', {}, true],
    ['HELD', {}, true],
    ['MISSING', { required: false }, true],
    ['MISSING', { mayFollow: true }, true],
  ])('%s with %j is settled: %s', (state, more, settled) => expect(isSettled(material(state, more))).toBe(settled))
})

test('the materials are done when every one that must be there is', () => {
  expect(materialsState([material('MISSING'), material('MISSING', { required: false })])).toEqual({ must: 1, done: 0, state: 'todo' })
  expect(materialsState([material('MISSING'), material('HANDED_IN')])).toEqual({ must: 2, done: 1, state: 'doing' })
  expect(materialsState([material('HELD'), material('HANDED_IN'), material('MISSING', { mayFollow: true })])).toEqual({ must: 2, done: 2, state: 'done' })
  expect(materialsState([])).toEqual({ must: 0, done: 0, state: 'done' })
})

test('answers typed here and written elsewhere come together; what was typed here stays', () => {
  const base = { name: '甲', site: '东', rows: [{ a: 1 }], gone: 'x' }
  const mine = { name: '乙', site: '东', rows: [{ a: 1 }], phone: '1' }
  const theirs = { name: '丙', site: '西', rows: [{ a: 2 }], gone: 'x' }
  expect(mergeAnswers(base, mine, theirs)).toEqual({ name: '乙', site: '西', rows: [{ a: 2 }], gone: undefined, phone: '1' })
})

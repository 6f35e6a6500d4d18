import { describe, expect, test } from 'vitest'
import type { PlanEntry, Question, Scenario } from '@/api/scenario'
import { byStage, factOf, wayThrough } from './scenario'

const question = (attr: string, type: Question['type'] = 'BOOL'): Question => ({
  attr, zh: attr, en: attr, type, values: type === 'ENUM' ? [{ code: 'A', zh: '甲', en: 'A' }] : undefined,
})
const scenario: Scenario = {
  code: 'S', nameZh: '情形', nameEn: 'S', introZh: '', introEn: '', stages: ['TWO', 'ONE'], fixed: null,
  questions: [question('a'), question('b'), question('c')], offers: null,
}
const attrs = (list: Question[]) => list.map(({ attr }) => attr)

describe('a questionnaire', () => {
  test('asks the first question that is left', () => {
    const way = wayThrough(scenario, {}, new Set(), ['a', 'c'])
    expect(way.current?.attr).toBe('a')
    expect(way.ahead).toBe(2)
    expect(way.behind).toEqual([])
  })

  test('keeps what was answered, in its own order, also once it is no longer asked', () => {
    const way = wayThrough(scenario, { b: true, a: false }, new Set(), ['c'])
    expect(attrs(way.behind)).toEqual(['a', 'b'])
    expect(way.current?.attr).toBe('c')
  })

  test('passes by a question that was put aside, and keeps it in sight', () => {
    const way = wayThrough(scenario, {}, new Set(['a']), ['a', 'b', 'c'])
    expect(attrs(way.behind)).toEqual(['a'])
    expect(way.current?.attr).toBe('b')
  })

  test('forgets a question put aside that no longer matters', () => {
    expect(wayThrough(scenario, {}, new Set(['a']), ['b']).behind).toEqual([])
  })

  test('ends when nothing is left', () => {
    expect(wayThrough(scenario, { a: true, b: true, c: false }, new Set(), []).current).toBeUndefined()
  })
})

test('entries stand under their stages, in the order of the scenario, empty stages left out', () => {
  const entry = (code: string, stage: string) => ({ code, stage }) as PlanEntry
  const groups = byStage({ ...scenario, stages: ['TWO', 'NONE', 'ONE'] }, [entry('x', 'ONE'), entry('y', 'TWO'), entry('z', 'ONE')])
  expect(groups.map(({ stage, entries }) => [stage, entries.map(({ code }) => code)])).toEqual([['TWO', ['y']], ['ONE', ['x', 'z']]])
})

test.each([
  ['BOOL', 'yes', true],
  ['BOOL', 'no', false],
  ['BOOL', '', undefined],
  ['ENUM', 'A', 'A'],
  ['ENUM', 'Z', undefined],
  ['INT', '12', 12],
  ['INT', '１，２００', 1200],
  ['INT', '1.5', undefined],
  ['DECIMAL', '1.5', 1.5],
  ['DECIMAL', '-1', undefined],
  ['DECIMAL', 'viel', undefined],
  ['DECIMAL', '', undefined],
] as const)('the answer to a %s question, “%s”, is %s', (type, text, fact) => {
  expect(factOf(question('q', type), text)).toBe(fact)
})

import { describe, expect, test } from 'vitest'
import type { Figures } from '@/api/board'
import { figureFilter, lineFilter, linePeriod, ofDept, pointsBetween } from './board'
import { casesAt, filterOfQuery, queryOfFilter, type CaseFilter } from './casefilter'
import { conditionsOf } from './caselist'

const period = { from: '2026-01', to: '2026-02' }
const decided = { decidedFrom: '2026-01-01', decidedTo: '2026-02-28' }

describe('a figure opens what it counts', () => {
  test.each([
    ['open', { open: true }],
    ['received', { receivedFrom: '2026-01-01', receivedTo: '2026-02-28' }],
    ['deemed', { acceptedFrom: '2026-01-01', acceptedTo: '2026-02-28', deemed: true }],
    ['decided', decided],
    ['refused', { ...decided, outcome: 'REFUSED' }],
    ['promised', { ...decided, judged: 'PROMISE' }],
    ['pastPromise', { ...decided, late: 'PROMISE' }],
    ['inLaw', { ...decided, kept: 'LEGAL' }],
  ] as const)('%s', (figure, filter) => {
    expect(figureFilter(figure, period)).toEqual(filter)
  })

  test('the slowest tenth are those at the P90 or above; all of them where it is none', () => {
    expect(figureFilter('slow', period, { dept: 'ZJJ' }, 8)).toEqual({ ...decided, dept: 'ZJJ', usedFrom: 8 })
    expect(figureFilter('slow', period, {}, -1)).toEqual(decided)
  })

  test('a line narrows it to its own cases, a month to its own days', () => {
    expect(figureFilter('open', period, { ...ofDept('ZRZY'), ...lineFilter('division', '140999100000') })).toEqual({ dept: 'ZRZY', division: '140999100000', open: true })
    expect(ofDept('')).toEqual({})
    expect(lineFilter('agent', '213')).toEqual({ agentId: 213 })
    expect(lineFilter('division', '140999100000')).toEqual({ division: '140999100000' })
    expect(linePeriod('month', '2026-02-01', period)).toEqual({ from: '2026-02', to: '2026-02' })
    expect(linePeriod('dept', 'ZJJ', period)).toBe(period)
  })
})

test('a filter comes back from the address as it went in', () => {
  const filter: CaseFilter = { ...decided, open: true, lamp: 'RED', dept: 'ZJJ', agentId: 213, usedFrom: 8, status: ['ACCEPTED', 'SUSPENDED'], q: '取水' }
  expect(filterOfQuery(queryOfFilter(filter))).toEqual(filter)
  expect(casesAt({ lamp: 'RED' })).toEqual({ path: '/staff/cases', query: { lamp: 'RED' } })
})

test('what an address cannot mean is left out', () => {
  expect(filterOfQuery({ decidedFrom: '2026', agentId: '-1', open: 'yes', other: 'x', lamp: '  ' })).toEqual({})
})

test('a filter is told in words, a span of dates as one, each with what is left without it', () => {
  const names = { deptName: () => '住建局', itemName: (code: string) => code, personName: String, divisionName: (code: string) => code }
  const told = conditionsOf({ ...decided, dept: 'ZJJ', deemed: true }, names)
  expect(told.map(({ text }) => text)).toEqual(['决定日期：2026年1月1日 至 2026年2月28日', '责任部门：住建局', '视为受理'])
  expect(told[0]!.without).toEqual({ dept: 'ZJJ', deemed: true })
})

test('a rate moves by points, and by nothing where there is none to compare', () => {
  const at = (rate: number) => ({ inPromise: { n: 0, of: 0, rate } }) as Figures
  expect(pointsBetween(at(0.9), at(0.85))).toBeCloseTo(5)
  expect(pointsBetween(at(0.9), at(-1))).toBeNull()
  expect(pointsBetween(at(0.9), undefined)).toBeNull()
})

import { describe, expect, test } from 'vitest'
import type { ItemLine } from '@/api/item'
import { groupItems, searchItems } from './items'

function item(code: string, nameZh: string, stage: string, dept: string, more: Partial<ItemLine> = {}): ItemLine {
  return {
    code, nameZh, nameEn: `${code} in English`, kind: 'PERMIT', flow: 'PERMIT', stage, stageZh: `${stage}阶段`, stageEn: stage,
    dept, deptZh: `${dept}局`, deptEn: dept, instant: false, variants: false, version: 1,
    terms: { variant: '', legal: { value: 20, unit: 'WORKING_DAY' }, startsOn: 'ACCEPTED', promise: { value: 7, unit: 'WORKING_DAY' }, window: null, instant: false, steps: [] },
    ...more,
  }
}
const items = [
  item('SG-05', '施工许可证核发', 'STAGE3_CONSTRUCTION_PERMIT', 'ZJJ'),
  item('TZ-01', '企业投资项目备案', 'INVEST', 'FGJ', { kind: 'FILING' }),
  item('SG-06', '施工占用城市道路', 'STAGE3_CONSTRUCTION_PERMIT', 'ZJJ'),
  item('YS-05', '高压用电报装', 'FACTOR', 'GDGS'),
]
const codes = (found: ItemLine[]) => found.map(({ code }) => code)

describe('a search', () => {
  test.each([
    ['备案', ['TZ-01']],
    ['sg-05', ['SG-05']],
    ['ＳＧ－０５', ['SG-05']],
    ['施工 ZJJ局', ['SG-05', 'SG-06']],
    ['english tz', ['TZ-01']],
    ['  ', ['SG-05', 'TZ-01', 'SG-06', 'YS-05']],
    ['没有的事', []],
  ])('for %s finds %j', (q, want) => expect(codes(searchItems(items, { q }))).toEqual(want))

  test('within a stage, a department and a kind finds what has all three', () => {
    expect(codes(searchItems(items, { stage: 'STAGE3_CONSTRUCTION_PERMIT' }))).toEqual(['SG-05', 'SG-06'])
    expect(codes(searchItems(items, { dept: 'FGJ', kind: 'FILING' }))).toEqual(['TZ-01'])
    expect(searchItems(items, { dept: 'FGJ', kind: 'PERMIT' })).toEqual([])
  })
})

test('stages come in the order of a project, an unknown one last', () => {
  const groups = groupItems([...items, item('X-01', '新事', 'NEW_STAGE', 'ZJJ')], 'stage')
  expect(groups.map(({ code }) => code)).toEqual(['INVEST', 'STAGE3_CONSTRUCTION_PERMIT', 'FACTOR', 'NEW_STAGE'])
})

test('departments come by how many items they answer for', () => {
  const groups = groupItems(items, 'dept')
  expect(groups[0]).toMatchObject({ code: 'ZJJ', zh: 'ZJJ局' })
  expect(groups).toHaveLength(3)
})

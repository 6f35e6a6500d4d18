import { expect, test } from 'vitest'
import { firstMapping, mappingFaults } from './mapping'

const material = (code: string, nameZh: string) => ({ code, nameZh, nameEn: '' })

test('a material follows its name, then its code, and what is left is undecided', () => {
  const old = [material('M1', '申请表'), material('M2', '身份证明'), material('M3', '旧承诺书'), material('M9', '图纸')]
  const now = [material('M1', '身份证明'), material('M2', '申请表'), material('M3', '新承诺书')]
  expect(firstMapping(old, now)).toEqual({ M1: 'M2', M2: 'M1', M3: 'M3', M9: '?' })
})

test('one new material is not given twice', () => {
  expect(firstMapping([material('M1', '甲'), material('M2', '乙')], [material('M1', '乙')])).toEqual({ M1: '?', M2: 'M1' })
})

test('what is undecided or mapped twice is told; several may be let go', () => {
  expect(mappingFaults({ M1: '?', M2: 'N1', M3: 'N1', M4: '', M5: '' })).toEqual([
    { code: 'M1', kind: 'undecided' },
    { code: 'M2', kind: 'twice' },
    { code: 'M3', kind: 'twice' },
  ])
})

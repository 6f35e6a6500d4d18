import { expect, test } from 'vitest'
import { changeLines } from './itemdiff'

test('a limit that became shorter is told with its unit where that changed too', () => {
  expect(changeLines([{ path: 'promised.value', old: 10, new: 7 }])).toEqual([{ part: '承诺时限', old: '10', now: '7' }])
  expect(
    changeLines([
      { path: 'statutoryLimit.value', old: 20, new: 1 },
      { path: 'statutoryLimit.unit', old: 'WORKING_DAY', new: 'MONTH' },
    ]),
  ).toEqual([{ part: '法定时限', old: '20 个工作日', now: '1 个月' }])
})

test('a material that came, went or is asked otherwise is told by its name', () => {
  expect(
    changeLines([
      { path: 'materials[M5]', old: null, new: { nameZh: '节能承诺' } },
      { path: 'materials[M2]', old: { nameZh: '旧表' }, new: null },
      { path: 'materials[M1].required', old: 'REQUIRED', new: 'OPTIONAL' },
    ]),
  ).toEqual([
    { part: '新增材料', old: '—', now: '节能承诺' },
    { part: '不再要求的材料', old: '旧表', now: '—' },
    { part: '材料“M1”', old: '必须提交', now: '可以不交' },
  ])
})

test('what concerns the desk alone is not told to the applicant', () => {
  expect(changeLines([{ path: 'steps[S2].limitWd', old: 3, new: 2 }, { path: 'note', old: 'a', new: 'b' }])).toEqual([])
})

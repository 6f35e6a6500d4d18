import { expect, test } from 'vitest'
import { changeLines } from './itemdiff'

const item = { statutoryLimit: { value: 1, unit: 'MONTH' }, promised: { value: 7, unit: 'WORKING_DAY' } }

test('a limit that became shorter is told with its unit where that changed too', () => {
  expect(changeLines([{ path: 'promised.value', old: 10, new: 7 }], item)).toEqual([{ part: '承诺时限', old: '10 个工作日', now: '7 个工作日' }])
  expect(
    changeLines([
      { path: 'statutoryLimit.value', old: 20, new: 1 },
      { path: 'statutoryLimit.unit', old: 'WORKING_DAY', new: 'MONTH' },
    ], item),
  ).toEqual([{ part: '法定时限', old: '20 个工作日', now: '1 个月' }])
})

test('a limit of which the unit alone changed keeps its number', () => {
  expect(changeLines([{ path: 'promised.unit', old: 'CALENDAR_DAY', new: 'WORKING_DAY' }], item)).toEqual([{ part: '承诺时限', old: '7 日（自然日）', now: '7 个工作日' }])
})

test('a material that came, went or is asked otherwise is told by its name', () => {
  expect(
    changeLines(
      [
      { path: 'materials[M5]', old: null, new: { nameZh: '节能承诺' } },
      { path: 'materials[M2]', old: { nameZh: '旧表' }, new: null },
      { path: 'materials[M1].required', old: 'REQUIRED', new: 'OPTIONAL' },
      { path: 'materials[M3].mayFollow', old: false, new: true },
    ],
      item,
      [{ code: 'M1', name: '申请表' }],
    ),
  ).toEqual([
    { part: '新增材料', old: '—', now: '节能承诺' },
    { part: '不再要求的材料', old: '旧表', now: '—' },
    { part: '材料“申请表”', old: '必须提交', now: '可以不交' },
    { part: '材料“M3”', old: '须一次交齐', now: '可以容缺后补' },
  ])
})

test('what concerns the desk alone is not told to the applicant', () => {
  expect(changeLines([{ path: 'steps[S2].limitWd', old: 3, new: 2 }, { path: 'note', old: 'a', new: 'b' }], item)).toEqual([])
})

test('a field of the form that came, went or is called otherwise is told by its title', () => {
  expect(
    changeLines([
      { path: 'form.schema.properties.depth', old: null, new: { title: '井深' } },
      { path: 'form.schema.properties.fax', old: { title: '传真' }, new: null },
      { path: 'form.schema.properties.site.title', old: '地址', new: '取水地点' },
      { path: 'form.schema.properties.site.maxLength', old: 100, new: 200 },
    ], item),
  ).toEqual([
    { part: '新增表单栏目', old: '—', now: '井深' },
    { part: '不再填写的栏目', old: '传真', now: '—' },
    { part: '表单栏目名称', old: '地址', now: '取水地点' },
  ])
})

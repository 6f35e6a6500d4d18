import { afterEach, expect, test } from 'vitest'
import { setLang } from '@/i18n'
import { checksOf, notesOf } from './reviewpoints'

const points = [
  { material: '', check: false, text: { zh: '前置事项', en: 'Precondition' } },
  { material: 'M1', check: false, text: { zh: '必须提交', en: 'Required' } },
  { material: 'M1', check: true, text: { zh: '一式3份', en: '3 copies' } },
  { material: 'M2', check: true, text: { zh: '齐全', en: 'Complete' } },
]

afterEach(() => setLang('zh'))

test('a material has its own points, told apart by whether they are ticked, in the shown language', async () => {
  expect(checksOf(points, 'M1')).toEqual(['一式3份'])
  expect(notesOf(points, 'M1')).toEqual(['必须提交'])
  expect(notesOf(points, '')).toEqual(['前置事项'])
  await setLang('en')
  expect(checksOf(points, 'M1')).toEqual(['3 copies'])
})

test('without points there is nothing to tick', () => {
  expect(checksOf(undefined, 'M1')).toEqual([])
  expect(notesOf(null, '')).toEqual([])
})

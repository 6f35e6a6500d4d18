import { afterEach, expect, test } from 'vitest'
import { setLang } from '@/i18n'
import { formatLaw } from './law'

afterEach(() => setLang('zh'))

test.each([
  ['行政许可法 art 45', '行政许可法第45条'],
  ['行政许可法 art 42(1)', '行政许可法第42条第1款'],
  ['行政复议法 art 24(1)(1)', '行政复议法第24条第1款第1项'],
  ['建筑法 arts 7-9', '建筑法第7—9条'],
  ['企业投资项目核准和备案管理条例（国务院令673号）arts 3, 4, 13, 14', '企业投资项目核准和备案管理条例（国务院令673号）第3、4、13、14条'],
  ['行政许可法 art 32(1), 42(1) 和 art 44', '行政许可法第32条第1款、第42条第1款 和第44条'],
  ['没有条文的文件', '没有条文的文件'],
])('%s is cited in Chinese as %s', (text, want) => expect(formatLaw(text)).toBe(want))

test('in English a citation stays as it is', async () => {
  await setLang('en')
  expect(formatLaw('行政许可法 art 45')).toBe('行政许可法 art 45')
})

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
  ['行政许可法 art 42(1): 20 wd default, +10 by agency leader', '行政许可法第42条第1款'],
  ['排污许可管理条例 art 14(2)：60日', '排污许可管理条例第14条第2款'],
  ['建筑法 art 9：可延期两次，每次3个月', '建筑法第9条：可延期两次，每次3个月'],
  ['节约能源法 art 15；2025年第31号令', '节约能源法第15条；2025年第31号令'],
  ['生态环境法典 art 102 (from 2026-08-15); 环境影响评价法 art 22 (before)', '生态环境法典第102条; 环境影响评价法第22条'],
  ['社会保险法（unverified article）', '社会保险法'],
  ['自然资规〔2019〕2号（多审合一，unverified）', '自然资规〔2019〕2号'],
  ['国办发〔2020〕24号（4个工作日以内 — unverified）', '国办发〔2020〕24号'],
  ['县用工保障办法（local）', '县用工保障办法'],
  ['the law says 日; agencies publish it as working days: county setting bare_day_unit', ''],
  ['period inferred from 行政许可法 (unverified in the 2025 text); one-time notice', ''],
])('%s is cited in Chinese as %s', (text, want) => expect(formatLaw(text)).toBe(want))

test('in English a citation stays as it is, without the notes of its editors', async () => {
  await setLang('en')
  expect(formatLaw('行政许可法 art 42(1): 20 wd default, +10 by agency leader')).toBe('行政许可法 art 42(1)')
  expect(formatLaw('行政许可法 art 45')).toBe('行政许可法 art 45')
})

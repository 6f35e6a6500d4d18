import { expect, test } from 'vitest'
import { paperLine, ticked } from './papers'

test('only what was ticked is received, and what is no whole number is left to be refused', () => {
  const lines = [paperLine('M1', '申请表', true), paperLine('M2', '图纸', true), paperLine('M3', '附图', false)]
  expect(ticked(lines)).toEqual([])
  Object.assign(lines[0]!, { got: true })
  Object.assign(lines[2]!, { got: true, form: 'COPY', copies: 2.5, pages: 'x' })
  expect(ticked(lines)).toEqual([
    { code: 'M1', form: 'ORIGINAL', copies: 1, pages: 1 },
    { code: 'M3', form: 'COPY', copies: 0, pages: 0 },
  ])
})

import { describe, expect, test } from 'vitest'
import { faultOfUSCC, normalUSCC } from './uscc'

describe('a credit code', () => {
  test.each([
    ['91350100M000100Y43', null], // the example of GB 32100
    ['91140999MA0D3M013L', null],
    [' 91350100m000100y43 ', null],
    ['９１３５０１００Ｍ０００１００Ｙ４３', null],
    ['9135 0100 M000 100Y 43', null],
    ['91350100M000100Y4', 'length'],
    ['', 'length'],
    ['91350100M000100Y43X', 'length'],
    ['91350100MO00100Y43', 'alphabet'], // the letter O
    ['91350100I000100Y43', 'alphabet'],
    ['9135A100M000100Y43', 'region'],
    ['91350100M000100Y44', 'check'],
    ['91350100M000101Y43', 'check'],
  ])('“%s” has the fault %s', (typed, fault) => expect(faultOfUSCC(typed)).toBe(fault))

  test('is shown as it will be kept', () => {
    expect(normalUSCC(' ９1350100m000\u3000100y43')).toBe('91350100M000100Y43')
  })
})

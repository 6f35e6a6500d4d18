import { describe, expect, it } from 'vitest'
import { leftOf, placeOf, shareOf } from './precheck'

const form = { layout: { sections: [{ fields: ['a', 'b'] }, { fields: ['c'] }] } } as never

describe('a pre-check', () => {
  it('leads to the material or to the section of the field', () => {
    expect(placeOf({ material: 'M2' }, 7, form)).toBe('/apply/7/materials#material-M2')
    expect(placeOf({ field: 'c' }, 7, form)).toBe('/apply/7/form/2')
    expect(placeOf({ field: 'gone' }, 7, form)).toBeUndefined()
    expect(placeOf({}, 7, form)).toBeUndefined()
  })
  it('counts what is still to be changed', () => {
    const point = (verdict: 'OK' | 'CHANGE' | 'NOTE', done: boolean, material = 'M1') => ({ verdict, done, material, text: '' })
    expect(leftOf([point('CHANGE', false), point('CHANGE', true), point('OK', false), point('NOTE', false), point('CHANGE', false, '')])).toBe(1)
  })
  it('never rounds something to nothing, or not all to all', () => {
    expect([shareOf(0, 9), shareOf(1, 1000), shareOf(31, 100), shareOf(999, 1000), shareOf(5, 5), shareOf(1, 0)]).toEqual(['0%', '1%', '31%', '99%', '100%', '0%'])
  })
})

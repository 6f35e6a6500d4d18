import { afterEach, expect, test, vi } from 'vitest'
import { useUnsaved } from './unsaved'

afterEach(() => {
  vi.restoreAllMocks()
  sessionStorage.clear()
})
const typed = { base: { name: '甲' }, mine: { name: '乙', rows: [{ n: 1 }] } }

test('what was typed is there again for the same person and draft, and for no other', () => {
  useUnsaved(7, 41).keep(typed)
  expect(useUnsaved(7, 41).read()).toEqual(typed)
  expect(useUnsaved(8, 41).read()).toBeUndefined()
  expect(useUnsaved(7, 42).read()).toBeUndefined()
})

test('what reached the server is dropped', () => {
  useUnsaved(7, 41).keep(typed)
  useUnsaved(7, 41).drop()
  expect(useUnsaved(7, 41).read()).toBeUndefined()
})

test('a window that can keep nothing, or kept something broken, goes on without', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('full')
  })
  expect(() => useUnsaved(7, 41).keep(typed)).not.toThrow()
  vi.restoreAllMocks()
  sessionStorage.setItem('unsaved.7.41', '{broken')
  expect(useUnsaved(7, 41).read()).toBeUndefined()
})

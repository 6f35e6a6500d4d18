import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { Problem } from '@/api/problem'
import { useAutosave } from './autosave'

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})
const start = (save: () => Promise<unknown>) => scope.run(() => useAutosave(save, 800))!

describe('a draft', () => {
  test('is saved once, a moment after the last of several changes', async () => {
    const save = vi.fn(() => Promise.resolve())
    const draft = start(save)
    draft.touch()
    await vi.advanceTimersByTimeAsync(500)
    draft.touch()
    await vi.advanceTimersByTimeAsync(500)
    expect(save).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(300)
    expect(save).toHaveBeenCalledTimes(1)
    expect(draft.state.value).toBe('saved')
    expect(draft.savedAt.value).toBe(Date.now())
  })

  test('is never saved twice at once; what changed meanwhile is saved afterwards', async () => {
    const ends: (() => void)[] = []
    const save = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)))
    const draft = start(save)
    draft.touch()
    await vi.advanceTimersByTimeAsync(800)
    draft.touch()
    await vi.advanceTimersByTimeAsync(2000)
    expect(save).toHaveBeenCalledTimes(1)
    ends[0]!()
    await vi.advanceTimersByTimeAsync(800)
    expect(save).toHaveBeenCalledTimes(2)
    ends[1]!()
    await vi.advanceTimersByTimeAsync(0)
    expect(draft.state.value).toBe('saved')
  })

  test('is tried again with growing pauses while the line is down', async () => {
    const save = vi.fn(() => Promise.reject(new Problem(0)))
    const draft = start(save)
    draft.touch()
    await vi.advanceTimersByTimeAsync(800)
    expect(draft.state.value).toBe('failed')
    await vi.advanceTimersByTimeAsync(1000)
    expect(save).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(1999)
    expect(save).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(save).toHaveBeenCalledTimes(3)
    save.mockImplementation(() => Promise.resolve() as never)
    await vi.advanceTimersByTimeAsync(4000)
    expect(draft.state.value).toBe('saved')
    expect(draft.problem.value).toBeUndefined()
  })

  test('that the server refuses is not sent again until it changes', async () => {
    const save = vi.fn(() => Promise.reject(new Problem(422, { title: '有误' })))
    const draft = start(save)
    draft.touch()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(save).toHaveBeenCalledTimes(1)
    expect(draft.problem.value?.message).toBe('有误')
    draft.touch()
    await vi.advanceTimersByTimeAsync(800)
    expect(save).toHaveBeenCalledTimes(2)
  })

  test('is written at once when the page asks for it', async () => {
    const save = vi.fn(() => Promise.resolve())
    const draft = start(save)
    draft.touch()
    await draft.flush()
    expect(save).toHaveBeenCalledTimes(1)
    await draft.flush()
    expect(save).toHaveBeenCalledTimes(1)
  })

  test('that changes while it is saved is whole once flush has ended', async () => {
    const ends: (() => void)[] = []
    const save = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)))
    const draft = start(save)
    draft.touch()
    const first = draft.flush()
    draft.touch()
    const second = draft.flush()
    ends[0]!()
    await first
    await vi.advanceTimersByTimeAsync(0)
    expect(save).toHaveBeenCalledTimes(2)
    ends[1]!()
    await second
    expect(draft.state.value).toBe('saved')
  })

  test('is written when its page is left, and a window with unsaved changes warns', () => {
    const save = vi.fn(() => Promise.resolve())
    const draft = start(save)
    draft.touch()
    const closing = new Event('beforeunload', { cancelable: true })
    dispatchEvent(closing)
    expect(closing.defaultPrevented).toBe(true)
    scope.stop()
    expect(save).toHaveBeenCalledTimes(1)
  })
})

import { describe, expect, test } from 'vitest'
import { Problem } from '@/api/problem'
import { useProblem } from './problem'

describe('a failed request', () => {
  test('gives its fields to the form, and its words to the summary where it has none', async () => {
    const form = useProblem()
    await form.run(() => Promise.reject(new Problem(422, { title: '有误', errors: [{ path: 'body.name', code: 'k', message: '请填写' }] })))
    expect(form.errorAt('name')).toBe('请填写')
    await form.run(() => Promise.reject(new Problem(409)))
    expect(form.errors.value).toEqual([{ path: '', message: '内容已被他人修改，请刷新后重试' }])
    expect(form.errorAt('name')).toBeUndefined()
  })

  test('is forgotten when the next one succeeds', async () => {
    const form = useProblem()
    await form.run(() => Promise.reject(new Problem(409)))
    expect(await form.run(() => Promise.resolve(7))).toBe(7)
    expect(form.errors.value).toEqual([])
  })

  test('is not sent twice while the first is on its way', async () => {
    const form = useProblem()
    let calls = 0
    let end = () => {}
    const first = form.run(() => new Promise<void>((resolve) => { calls++; end = resolve }))
    await form.run(() => Promise.resolve(void calls++))
    expect(calls).toBe(1)
    end()
    await first
    expect(form.busy.value).toBe(false)
  })

  test('that is no answer at all is a problem too', async () => {
    const form = useProblem()
    await form.run(() => Promise.reject(new RangeError('a fault of ours')))
    expect(form.problem.value?.status).toBe(500)
    expect(form.errors.value[0]!.message).toBe('系统暂时不可用，请稍后重试')
  })
})

test('what the page found itself stands in the summary', () => {
  const form = useProblem()
  expect(form.found([])).toBe(false)
  expect(form.found([{ path: 'name', message: '请填写' }])).toBe(true)
  expect(form.errorAt('name')).toBe('请填写')
  form.clear()
  expect(form.errors.value).toEqual([])
})

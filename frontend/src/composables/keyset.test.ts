import { describe, expect, test, vi } from 'vitest'
import { Problem } from '@/api/problem'
import { useKeyset, type KeysetPage } from './keyset'

const pages: Record<string, KeysetPage<number>> = {
  '': { items: [1, 2], next: 'b' },
  b: { items: [3, 4], next: 'c' },
  c: { items: [5], next: null },
}
const read = vi.fn((after: string | undefined) => Promise.resolve(pages[after ?? '']!))

describe('a list by keys', () => {
  test('turns pages forward to the last and back to the first', async () => {
    const list = useKeyset(read)
    await list.restart()
    expect([list.rows.value, list.hasPrevious.value, list.hasNext.value]).toEqual([[1, 2], false, true])
    await list.forward()
    await list.forward()
    expect([list.rows.value, list.hasPrevious.value, list.hasNext.value]).toEqual([[5], true, false])
    await list.forward()
    expect(list.rows.value).toEqual([5])
    await list.back()
    expect([list.rows.value, list.hasNext.value]).toEqual([[3, 4], true])
    await list.back()
    await list.back()
    expect([list.rows.value, list.hasPrevious.value]).toEqual([[1, 2], false])
  })

  test('grows to its end', async () => {
    const list = useKeyset(read)
    await list.restart()
    await list.more()
    await list.more()
    await list.more()
    expect(list.rows.value).toEqual([1, 2, 3, 4, 5])
    expect(list.hasNext.value).toBe(false)
  })

  test('reads the shown page again', async () => {
    const list = useKeyset(read)
    await list.restart()
    await list.forward()
    read.mockClear()
    await list.reload()
    expect(read).toHaveBeenCalledWith('b')
  })

  test('drops an answer that comes after a newer question', async () => {
    const answers: ((page: KeysetPage<string>) => void)[] = []
    const list = useKeyset<string>(() => new Promise((resolve) => answers.push(resolve)))
    const first = list.restart()
    const second = list.restart()
    answers[1]!({ items: ['new'] })
    await second
    answers[0]!({ items: ['old'], next: 'x' })
    await first
    expect(list.rows.value).toEqual(['new'])
    expect(list.hasNext.value).toBe(false)
    expect(list.loading.value).toBe(false)
  })

  test('keeps its rows and its place when a page fails', async () => {
    let fail = false
    const list = useKeyset((after) => (fail ? Promise.reject(new Problem(503)) : read(after)))
    await list.restart()
    fail = true
    await list.forward()
    expect(list.problem.value?.status).toBe(503)
    expect([list.rows.value, list.hasPrevious.value]).toEqual([[1, 2], false])
    fail = false
    await list.forward()
    expect([list.rows.value, list.problem.value]).toEqual([[3, 4], undefined])
  })
})

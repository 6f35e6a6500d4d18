import { expect, test } from 'vitest'
import { Problem } from '@/api/problem'
import { useAsk } from './ask'

test('a late answer to an older question is dropped', async () => {
  const ends: ((value: string) => void)[] = []
  const { answer, ask, asking } = useAsk((_word: string) => new Promise<string>((resolve) => ends.push(resolve)))
  const first = ask('a')
  const second = ask('b')
  ends[1]!('of b')
  await second
  ends[0]!('of a')
  await first
  expect(answer.value).toBe('of b')
  expect(asking.value).toBe(false)
})

test('a failure keeps the earlier answer and says why; asking again forgets it', async () => {
  let fails = false
  const { answer, problem, ask } = useAsk(() => (fails ? Promise.reject(new Problem(503)) : Promise.resolve(7)))
  await ask()
  fails = true
  expect(await ask()).toBeUndefined()
  expect(answer.value).toBe(7)
  expect(problem.value?.status).toBe(503)
  fails = false
  await ask()
  expect(problem.value).toBeUndefined()
})

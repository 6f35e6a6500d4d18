import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { acceptJoint, previewAcceptJoint, type Part } from '@/api/case'
import { useJointAccept } from './jointaccept'

vi.mock('@/api/case', () => ({ acceptJoint: vi.fn(), previewAcceptJoint: vi.fn() }))
const tried = vi.mocked(previewAcceptJoint)

const part = (id: number, status = 'SUBMITTED', flow = 'PERMIT') => ({ id, version: id * 10, status, flow }) as Part
const outcome = (id: number) => ({ case: { id } }) as never

beforeEach(() => {
  vi.clearAllMocks()
  tried.mockImplementation(async (_set, { parts }) => parts.map(({ caseId }) => outcome(caseId)))
})

test('every part that waits is chosen and tried; a filing and an accepted part are not there', async () => {
  const { open, outcomeOf } = useJointAccept(9, [part(1), part(2, 'ACCEPTED'), part(3, 'SUBMITTED', 'FILING'), part(4)])
  await flushPromises()
  expect(open.map(({ id }) => id)).toEqual([1, 4])
  expect(tried).toHaveBeenCalledWith(9, { version: 0, parts: [{ caseId: 1, version: 10 }, { caseId: 4, version: 40 }] })
  expect(outcomeOf(4)).toBeDefined()
})

test('what is chosen anew while a trial runs is tried when that comes back', async () => {
  let answer: (value: never[]) => void = () => {}
  tried.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
  const { chosen, outcomeOf } = useJointAccept(9, [part(1), part(2)])
  chosen.value = [2]
  await flushPromises()
  expect(tried).toHaveBeenCalledTimes(1)
  answer([outcome(1), outcome(2)])
  await flushPromises()
  expect(tried).toHaveBeenLastCalledWith(9, { version: 0, parts: [{ caseId: 2, version: 20 }] })
  expect(outcomeOf(1)).toBeUndefined()
  expect(outcomeOf(2)).toBeDefined()
})

test('what stands in the way is told, and nothing is accepted without a choice', async () => {
  tried.mockRejectedValue(new Error('no'))
  const { chosen, objection, outcomeOf } = useJointAccept(9, [part(1)])
  await flushPromises()
  expect(objection.value).toBeDefined()
  expect(outcomeOf(1)).toBeUndefined()
  chosen.value = []
  await flushPromises()
  expect(objection.value).toBeUndefined()
  expect(acceptJoint).not.toHaveBeenCalled()
})

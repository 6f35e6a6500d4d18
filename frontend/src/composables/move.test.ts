import { beforeEach, expect, test, vi } from 'vitest'
import { moveCase, type CaseDetail } from '@/api/case'
import { Problem } from '@/api/problem'
import type { MoveSpec } from '@/staff/moves/spec'
import { useMove } from './move'

vi.mock('@/api/case', () => ({ moveCase: vi.fn(), lateRecord: vi.fn(), previewMove: vi.fn() }))
const sent = vi.mocked(moveCase)
const detail = { case: { id: 7, version: 3, flow: 'PERMIT', status: 'SUBMITTED' }, materials: [], steps: [], events: [], clocks: [], today: '2026-03-02', item: { legalBasis: [], excluded: [], materials: [] } } as unknown as CaseDetail
const withdraw = { verb: 'withdraw', tone: 'danger', reason: 'required', parts: [] } as unknown as MoveSpec

beforeEach(() => vi.clearAllMocks())

test('after a conflict what was typed is sent again, against the case as it is now and under a key of its own', async () => {
  sent.mockRejectedValueOnce(new Problem(409, { code: 'case.changed_meanwhile', title: '已被他人更新' }))
  sent.mockResolvedValueOnce({} as never)
  const { draft, problem, renew, act } = useMove(detail, withdraw)
  draft.value.reason = '申请人书面撤回'
  expect(await act()).toBe(false)
  expect(problem.value?.code).toBe('case.changed_meanwhile')
  renew(4)
  expect(draft.value.reason).toBe('申请人书面撤回')
  expect(await act()).toBe(true)
  const [first, second] = sent.mock.calls
  expect([first![2].version, second![2].version, second![2].reason]).toEqual([3, 4, '申请人书面撤回'])
  expect(second![3]).not.toBe(first![3])
})

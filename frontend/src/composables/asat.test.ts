import { afterEach, describe, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import * as api from '@/api/case'
import type { CaseDetail, CaseThen } from '@/api/case'
import { detailThen, endOfDay, pastDays, useAsAt } from './asat'

afterEach(() => vi.restoreAllMocks())

const event = (seq: number, recordedAt: string) => ({ seq, recordedAt }) as api.CaseEvent
const then = { status: 'ACCEPTED', acceptedOn: '2026-03-02', legalDue: '2026-03-30', decidedOn: null, lamp: 'GREEN', clocks: [{ kind: 'L', state: 'RUNNING', dueOn: '2026-03-30' }], events: [event(1, '2026-03-01T01:00:00Z')] } as unknown as CaseThen

describe('a case as at a past day', () => {
  test('is asked for at the end of that day in Shanghai', () => {
    expect(new Date(endOfDay('2026-03-02')).toISOString()).toBe('2026-03-02T15:59:59.999Z')
  })
  test('can be looked at from the day of its first entry to yesterday', () => {
    const events = [event(1, '2026-03-01T16:30:00Z'), event(2, '2026-03-05T01:00:00Z')]
    expect(pastDays(events, '2026-03-09')).toEqual({ min: '2026-03-02', max: '2026-03-08' })
    expect(pastDays(events, '2026-03-02')).toEqual({ min: '', max: '' })
    expect(pastDays([], '2026-03-09')).toEqual({ min: '', max: '' })
  })
  test('shows the state and dates of then, and nothing to be done', () => {
    const now = { case: { id: 7, number: 'N', status: 'GRANTED', decidedOn: '2026-03-20', legalDue: '2026-04-09', dueOn: null }, events: [1, 2, 3], pauses: [1], verbs: ['deliver'], barred: [{}], lamp: 'RED', clocks: [] } as unknown as CaseDetail
    const was = detailThen(now, then)
    expect(was.case).toMatchObject({ id: 7, number: 'N', status: 'ACCEPTED', decidedOn: null, legalDue: '2026-03-30', dueOn: '2026-03-30' })
    expect(was).toMatchObject({ lamp: 'GREEN', verbs: [], barred: [], pauses: [] })
    expect(was.events).toHaveLength(1)
    expect(now.case.status).toBe('GRANTED')
  })
  test('drops an answer to a day that is no longer asked for', async () => {
    const waiting: ((value: CaseThen) => void)[] = []
    const read = vi.spyOn(api, 'readAsAt').mockImplementation(() => new Promise((resolve) => waiting.push(resolve)))
    const day = ref('2026-03-02')
    const scope = effectScope()
    const { found: shown } = scope.run(() => useAsAt(() => 7, () => day.value))!
    day.value = '2026-03-03'
    await nextTick()
    waiting[1]!({ ...then, status: 'SECOND' } as CaseThen)
    waiting[0]!({ ...then, status: 'FIRST' } as CaseThen)
    await new Promise((resolve) => setTimeout(resolve))
    expect(shown.value?.status).toBe('SECOND')
    expect(read).toHaveBeenCalledTimes(2)
    day.value = 'no day'
    await nextTick()
    expect(shown.value).toBeUndefined()
    expect(read).toHaveBeenCalledTimes(2)
    scope.stop()
  })
})

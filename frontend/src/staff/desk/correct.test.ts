import { describe, expect, test } from 'vitest'
import type { CaseEvent } from '@/api/case'
import { checkDate, isCorrectable } from './correct'

const event = (seq: number, code: string, more: object = {}) => ({ seq, code, verb: '', corrects: 0, ...more }) as CaseEvent
const draft = { on: '2026-03-02', at: '10:00', secondId: 7, paper: '收件回执', reason: '录入有误' }

describe('correcting a date', () => {
  test('is of receipts and acceptances that stand', () => {
    const events = [event(1, 'T01'), event(2, 'T02'), event(3, 'T15'), event(4, 'X02', { corrects: 2, verb: 'take_back' }), event(5, 'X01', { corrects: 1, verb: 'correct_date' })]
    expect(events.filter((one) => isCorrectable(one, events)).map(({ seq }) => seq)).toEqual([1])
  })
  test('asks for everything that two persons need', () => {
    expect(checkDate({ on: '', at: '', secondId: 0, paper: ' ', reason: '' }, '2026-03-02').map(({ path }) => path)).toEqual(['reason', 'proof.at', 'proof.time', 'proof.secondId', 'proof.paper'])
  })
  test('takes the day of the record and none after it', () => {
    expect(checkDate(draft, '2026-03-02')).toEqual([])
    expect(checkDate(draft, '2026-03-01').map(({ path }) => path)).toEqual(['proof.at'])
  })
})

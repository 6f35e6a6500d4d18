import { expect, test } from 'vitest'
import type { CaseDetail } from '@/api/case'
import { takesLater } from './casenext'

const detail = (status: string, more: object = {}, flow = 'PERMIT') =>
  ({
    case: { status, flow, tolerant: false, gapClosedOn: null, ...more },
    materials: ['ACCEPTED', 'HANDED_IN', 'PROMISED', 'ASKED', 'SUPPLIED', 'DEFECTIVE'].map((state) => ({ code: state, state })),
  }) as unknown as CaseDetail
const codes = (one: CaseDetail) => takesLater(one).map(({ code }) => code)

test('after the acceptance what was asked for may be handed in, and with an open gap what was promised', () => {
  expect(codes(detail('UNDER_REVIEW'))).toEqual(['ASKED', 'SUPPLIED'])
  expect(codes(detail('SUSPENDED', { tolerant: true }))).toEqual(['HANDED_IN', 'PROMISED', 'ASKED', 'SUPPLIED'])
  expect(codes(detail('ACCEPTED', { tolerant: true, gapClosedOn: '2026-03-02' }))).toEqual(['ASKED', 'SUPPLIED'])
})

test.each(['SUBMITTED', 'APPROVED', 'DELIVERED', 'WITHDRAWN', 'DRAFT'])('a case that is %s takes nothing here', (status) => {
  expect(codes(detail(status, { tolerant: true }))).toEqual([])
})

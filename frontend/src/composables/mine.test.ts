import { describe, expect, test } from 'vitest'
import type { CaseLine } from '@/api/case'
import type { Licence } from '@/api/licence'
import { errandsOf } from './mine'

const line = (id: number, status: string, more: Partial<CaseLine> = {}) => ({ id, status, itemName: `事${id}`, number: `N${id}`, tolerant: false, gapDue: null, gapClosedOn: null, decidedOn: null, ...more }) as CaseLine
const licence = (id: number, renewBy: string | null, more: Partial<Licence> = {}) => ({ id, name: `证${id}`, number: `L${id}`, status: 'VALID', renewBy, renewalCase: 0, ...more }) as Licence
const today = '2026-03-02'
const kinds = (cases: CaseLine[], licences: Licence[] = []) => errandsOf(cases, licences, today).map(({ kind, id }) => `${kind} ${id}`)

describe('what waits for the enterprise', () => {
  test('comes with corrections first and drafts last', () => {
    const cases = [line(1, 'DRAFT'), line(2, 'CONNECTED'), line(3, 'UNDER_REVIEW'), line(4, 'CORRECTION_REQUIRED'), line(5, 'INFO_INCOMPLETE')]
    expect(kinds(cases)).toEqual(['correct 4', 'complete 5', 'confirm 2', 'draft 1'])
  })

  test('leads to the case, and a draft to its form', () => {
    const [first, second] = errandsOf([line(1, 'DRAFT'), line(4, 'CORRECTION_REQUIRED')], [], today)
    expect(first!.to).toBe('/cases/4')
    expect(second!.to).toBe('/apply/1')
  })

  test('holds a gap that is open, the nearest first, and none that is closed or decided', () => {
    const gap = { tolerant: true, gapDue: '2026-03-20' }
    const cases = [line(1, 'ACCEPTED', gap), line(2, 'ACCEPTED', { ...gap, gapDue: '2026-03-10' }), line(3, 'ACCEPTED', { ...gap, gapClosedOn: '2026-03-01' }), line(4, 'DELIVERED', { ...gap, decidedOn: '2026-03-01' })]
    expect(kinds(cases)).toEqual(['gap 2', 'gap 1'])
  })

  test('holds what a department asks for after the acceptance, until it came or the case is decided', () => {
    const asked = { supplementOn: '2026-03-02' }
    expect(kinds([line(1, 'UNDER_REVIEW', asked), line(2, 'APPROVED', { ...asked, decidedOn: '2026-03-03' }), line(3, 'WITHDRAWN', { ...asked, endedOn: '2026-03-03' })])).toEqual(['supply 1'])
  })

  test('holds licences to be renewed within 90 days, late ones until they expire, not those under way or ended', () => {
    const licences = [
      licence(1, '2026-05-31'),
      licence(2, '2026-06-01'),
      licence(3, '2026-03-02'),
      licence(4, '2026-03-01', { expiresOn: '2026-03-31' }),
      licence(8, '2026-01-30', { expiresOn: '2026-03-01' }),
      licence(5, '2026-04-01', { renewalCase: 9 }),
      licence(6, '2026-04-01', { status: 'EXPIRED' }),
      licence(7, null),
    ]
    expect(kinds([], licences)).toEqual(['renew 3', 'renew 4', 'renew 1'])
    expect(errandsOf([], licences, today)[1]!.by).toBe('2026-03-31')
  })
})

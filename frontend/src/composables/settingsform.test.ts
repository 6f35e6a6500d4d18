import { expect, test } from 'vitest'
import type { CountySettings } from '@/api/setting'
import { standingOf } from './settingsform'

const defaults = { bareDayUnit: 'CALENDAR_DAY', lampPreset: 'A', correctionLimitDays: 0 } as CountySettings

test('a setting is a default, decided, or changed and not saved', () => {
  const kept = { ...defaults, lampPreset: 'B' }
  const now = { ...kept, bareDayUnit: 'WORKING_DAY' }
  expect(standingOf('bareDayUnit', now, kept, defaults)).toBe('changed')
  expect(standingOf('lampPreset', now, kept, defaults)).toBe('decided')
  expect(standingOf('correctionLimitDays', now, kept, defaults)).toBe('default')
})

test('no divisions and an empty list are the same', () => {
  const now = { ...defaults, divisions: [] }
  expect(standingOf('divisions', now, defaults, defaults)).toBe('default')
  expect(standingOf('divisions', { ...now, divisions: [{ code: '1', name: '园区', nameEn: '' }] }, defaults, defaults)).toBe('changed')
})

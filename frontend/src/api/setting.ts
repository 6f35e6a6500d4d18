import { request } from './request'

/** What the county decides for itself. */
export interface CountySettings {
  name: string
  nameEn: string
  region: string
  government: string
  cityGov: string
  court: string
  cityCourt: string
  word: string
  windowDept: string
  demo: boolean
  lampPreset: string
  bareDayUnit: string
  round1AcceptedOn: string
  correctionLimitDays: number
  correctionRule: string
  stepCards: boolean
  divisions?: { code: string; name: string; nameEn: string }[]
}

export function readSettings(): Promise<CountySettings> {
  return request('GET', '/api/v1/admin/settings')
}

export function readDefaults(): Promise<CountySettings> {
  return request('GET', '/api/v1/admin/settings/defaults')
}

export function saveSettings(settings: CountySettings, reason: string): Promise<CountySettings> {
  return request('PUT', '/api/v1/admin/settings', { body: { settings, reason } })
}

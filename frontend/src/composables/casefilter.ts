import type { LocationQuery, RouteLocationRaw } from 'vue-router'
import type { CaseQuery } from '@/api/case'

const texts = ['lamp', 'overdue', 'late', 'kept', 'judged', 'outcome', 'dept', 'item', 'region', 'division', 'q'] as const
const dates = ['receivedFrom', 'receivedTo', 'acceptedFrom', 'acceptedTo', 'decidedFrom', 'decidedTo'] as const
const flags = ['open', 'deemed', 'paused', 'sets'] as const
const numbers = ['usedFrom', 'enterpriseId', 'projectId', 'agentId', 'receiverId'] as const

/** Which cases: what a figure counts and what a list shows are the same words. */
export type CaseFilter = { [K in (typeof texts)[number] | (typeof dates)[number]]?: string } & {
  [K in (typeof flags)[number]]?: boolean
} & { [K in (typeof numbers)[number]]?: number } & { status?: string[] }

const isDate = /^\d{4}-\d{2}-\d{2}$/

/** Reads a filter from the address. What it does not know, or cannot be, is left out. */
export function filterOfQuery(query: LocationQuery): CaseFilter {
  const filter: Record<string, unknown> = {}
  const one = (key: string) => (typeof query[key] === 'string' ? (query[key] as string).trim() : '')
  for (const key of texts) if (one(key)) filter[key] = one(key)
  for (const key of dates) if (isDate.test(one(key))) filter[key] = one(key)
  for (const key of flags) if (one(key) === '1') filter[key] = true
  for (const key of numbers) if (/^[1-9]\d*$/.test(one(key))) filter[key] = Number(one(key))
  const status = [query.status ?? []].flat().filter((value): value is string => Boolean(value))
  if (status.length) filter.status = status
  return filter
}

/** Writes a filter into an address; reading it back gives the same. */
export function queryOfFilter(filter: CaseFilter): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const [key, value] of Object.entries(filter)) {
    if (value === undefined || value === '' || value === false || (Array.isArray(value) && !value.length)) continue
    query[key] = Array.isArray(value) ? value : value === true ? '1' : String(value)
  }
  return query
}

/** The filter as the list of cases is asked. */
export function askOf(filter: CaseFilter): CaseQuery {
  return { ...filter } as CaseQuery
}

/** The page that shows exactly these cases. */
export function casesAt(filter: CaseFilter): RouteLocationRaw {
  return { path: '/staff/cases', query: queryOfFilter(filter) }
}

import type { InstantText } from './case'
import { request, requestRows } from './request'

/** One in-app message; `text` is made of its key and arguments in the reader's language. */
export interface Notice {
  id: number
  kind: string
  caseId: number
  textKey: string
  args: Record<string, string | number> | null
  text?: string
  createdAt: InstantText
  readAt: InstantText
}

export function listNotices(query: { unread?: boolean; before?: number; limit?: number }): Promise<Notice[]> {
  return requestRows('/api/v1/notices', { query })
}

/** How many wait; counting stops at `most`. */
export function countNotices(): Promise<{ count: number; most: number }> {
  return request('GET', '/api/v1/notices/unread')
}

export function markNoticesRead(ids: number[]): Promise<{ marked: number }> {
  return request('POST', '/api/v1/notices/read', { body: { ids } })
}

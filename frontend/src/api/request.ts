import { api } from './client'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Query = Record<string, string | number | boolean | string[] | undefined | null>

interface Options {
  /** Values of the `{names}` in the path. */
  path?: Record<string, string | number>
  query?: Query
  body?: unknown
  /** Makes a submission safe to repeat; see newIdempotencyKey. */
  key?: string
}

/** A list as the API answers it. */
interface Rows<T> {
  rows: T[] | null
}

type Raw = (method: string, path: string, init: object) => Promise<{ data?: unknown }>

/**
 * One request to a path of the API as its description has it (`/api/v1/cases/{id}`). The answer's
 * shape is what the calling function promises: raw JSON columns of the server have none in the
 * description. That every path exists there is tested (api/paths.test.ts). Throws a Problem.
 */
export async function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const query = Object.entries(options.query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const headers = options.key ? { 'Idempotency-Key': options.key } : {}
  const answer = await (api.request as unknown as Raw)(method.toLowerCase(), path, {
    params: { path: options.path, query: Object.fromEntries(query) },
    body: options.body,
    headers,
  })
  return answer.data as T
}

/** The rows of a list. */
export async function requestRows<T>(path: string, options: Options & { method?: Method } = {}): Promise<T[]> {
  return (await request<Rows<T>>(options.method ?? 'GET', path, options)).rows ?? []
}

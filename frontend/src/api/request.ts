import { send, type Method, type Query } from './client'

export type { Method }

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

/**
 * One request to a path of the API as its description has it (`/api/v1/cases/{id}`). The answer's
 * shape is what the calling function promises: raw JSON columns of the server have none in the
 * description. That every path exists there is tested (api/paths.test.ts). Throws a Problem.
 */
export async function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const { key, ...call } = options
  return (await send(method, path, { ...call, headers: key ? { 'Idempotency-Key': key } : undefined })) as T
}

/** The rows of a list. */
export async function requestRows<T>(path: string, options: Options & { method?: Method } = {}): Promise<T[]> {
  return (await request<Rows<T>>(options.method ?? 'GET', path, options)).rows ?? []
}

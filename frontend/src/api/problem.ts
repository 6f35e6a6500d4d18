import { t } from '@/i18n'

/** One field that the server refused; `path` is the field's path in the body. */
export interface ProblemField {
  path: string
  key: string
  message: string
}

/** What an answer with `application/problem+json` (RFC 9457) holds, as the API writes it. */
export interface ProblemBody {
  type?: string
  title?: string
  status?: number
  detail?: string
  /** The stable code. */
  code?: string
  errors?: { path?: string; code?: string; message?: string }[]
  /** Seconds until it may be tried again. */
  retryAfter?: number
}

/** A request that did not succeed, in words for people. Status 0: no answer came at all. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: ProblemField[]
  /** Seconds until it may be tried again; 0 where nothing is said. */
  readonly retryAfter: number

  constructor(status: number, body: ProblemBody = {}) {
    super(body.detail || body.title || fallback(status))
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? ''
    this.retryAfter = body.retryAfter ?? 0
    this.fields = (body.errors ?? []).map(({ path = '', code = '', message = '' }) => ({
      path: fieldPath(path),
      key: code,
      message: message || code,
    }))
  }

  /** Somebody else was first: reload and try again. */
  get conflict(): boolean {
    return this.status === 409
  }

  /** Worth trying again unchanged. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502
  }
}

/** `body.form.projectName`, `/form/projectName` and `form.projectName` are the same field. */
function fieldPath(path: string): string {
  return path
    .replace(/^\/+/, '')
    .replace(/\//g, '.')
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^body\.?/, '')
}

function fallback(status: number): string {
  if (status === 0) return t('problemNetwork')
  if (status === 401) return t('problemLogin')
  if (status === 403) return t('problemForbidden')
  if (status === 404) return t('notFoundTitle')
  if (status === 409) return t('problemConflict')
  return t('problemServer')
}

/** The problem of an answer that was not a success. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => ({}))
  return new Problem(response.status, body && typeof body === 'object' ? (body as ProblemBody) : {})
}

/** Any thrown thing as a Problem. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  return new Problem(thrown instanceof TypeError ? 0 : 500)
}

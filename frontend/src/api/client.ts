import createClient, { type Middleware } from 'openapi-fetch'
import { lang } from '@/i18n'
import { Problem, problemOf } from './problem'
import type { paths } from './schema'

const csrfCookie = /(?:^|;\s*)onestop_csrf=([^;]*)/
const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The token that every change sends back beside its cookie. */
export function csrfToken(): string {
  return decodeURIComponent(csrfCookie.exec(document.cookie)?.[1] ?? '')
}

/** The headers of a request made without the client (uploads). */
export function changeHeaders(): Record<string, string> {
  return { 'X-CSRF-Token': csrfToken(), 'Accept-Language': language() }
}

function language(): string {
  return lang.value === 'en' ? 'en' : 'zh-CN'
}

/**
 * A key that makes a submission safe to repeat: make it once when the page
 * that submits is opened, send it with every try of the same body.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

type Listener = () => void
let onSessionEnd: Listener = () => {}

/** What to do when the session has ended (401): main.ts leads to the login with the way back. */
export function whenSessionEnds(listener: Listener): void {
  onSessionEnd = listener
}

const guard: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language())
    if (!safe.has(request.method)) request.headers.set('X-CSRF-Token', csrfToken())
    return request
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok || response.status === 304) return undefined
    // Asking who one is, or signing in wrongly, does not end a session.
    if (response.status === 401 && !/\/(session|login)(\/|$)/.test(schemaPath)) onSessionEnd()
    throw await problemOf(response)
  },
  onError({ error }) {
    return error instanceof Problem ? error : new Problem(0)
  },
}

/** The API, typed by its own description (`npm run gen`). Every answer that is no success is thrown as a Problem. */
export const api = createClient<paths>({
  baseUrl: '',
  credentials: 'same-origin',
  // Looked up at each call, so that tests can put their own in place.
  fetch: (request) => globalThis.fetch(request),
})
api.use(guard)

/** The body of an answer: throws the Problem instead of handing out a pair. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

import { lang } from '@/i18n'
import { Problem, problemOf } from './problem'

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

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Query = Record<string, string | number | boolean | string[] | undefined | null>

export interface Call {
  /** Values of the `{names}` in the path. */
  path?: Record<string, string | number>
  /** What is empty is left out; a list stands once for each value. */
  query?: Query
  body?: unknown
  headers?: Record<string, string>
}

function addressOf(template: string, { path = {}, query = {} }: Call): string {
  const address = template.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(path[name] ?? ''))
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) asked.append(name, String(one))
  }
  const search = asked.toString()
  return search ? `${address}?${search}` : address
}

/**
 * One request to a path of the API as its description has it. Gives the parsed body, undefined where
 * there is none. Every answer that is no success is thrown as a Problem, a broken line as one of status 0.
 */
export async function send(method: Method, template: string, call: Call = {}): Promise<unknown> {
  const headers = new Headers({ ...call.headers, 'Accept-Language': language() })
  if (!safe.has(method)) headers.set('X-CSRF-Token', csrfToken())
  if (call.body !== undefined) headers.set('Content-Type', 'application/json')
  const init = { method, headers, credentials: 'same-origin' as const, body: call.body === undefined ? undefined : JSON.stringify(call.body) }
  const response = await fetch(new Request(addressOf(template, call), init)).catch(() => {
    throw new Problem(0)
  })
  if (response.ok) return parsed(response)
  if (response.status === 401 && leaves(method, template)) onSessionEnd()
  throw await problemOf(response)
}

/**
 * Whether a refusal leads to the login. Asking who one is, or signing in wrongly, ends no session; what the page
 * asks by itself, and what was typed and sent, leave the page as it is: one signs in beside it and sends again.
 * A draft (PATCH) keeps what was typed in this window.
 */
function leaves(method: Method, template: string): boolean {
  return (method === 'GET' || method === 'PATCH') && !/\/(session|login|unread)(\/|$)/.test(template)
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => {
    throw new Problem(0) // the line broke in the midst of the answer
  })
  return text ? (JSON.parse(text) as unknown) : undefined
}

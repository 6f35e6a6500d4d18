import type { ItemBody, Origin } from '@/api/catalogue'

/** Paths whose origin stands in an object of their own; every other one stands in `origins`. */
const owners: Record<string, (body: ItemBody) => ({ origin?: Origin } | null | undefined)[]> = {
  promised: (body) => [body.promised],
  acceptanceWindow: (body) => [body.acceptanceWindow],
  extension: (body) => [body.extension],
  licence: (body) => [body.licence],
  renewalLead: (body) => [body.renewalLead],
  steps: (body) => body.steps,
  'variants.cases.promised': (body) => (body.variants?.cases ?? []).map((one) => one.promised),
}

/** A copy that shares nothing with what it was made of. */
export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** Whether the county has said yes to what a path holds: then it no longer counts as a default. */
export function isDecided(body: ItemBody, path: string): boolean {
  if (body.origins.item === 'default') return false
  const owned = (owners[path]?.(body) ?? []).filter((one): one is { origin?: Origin } => Boolean(one?.origin))
  if (owned.length) return owned.every(({ origin }) => origin === 'source')
  for (let at = path; at; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '') {
    if (body.origins[at]) return body.origins[at] !== 'default'
  }
  return true
}

/**
 * Marks a path as decided by the county, or as a default again. `known` are the paths that count: where
 * the item as a whole is marked as a default, each of them takes that mark over first.
 */
export function decide(body: ItemBody, path: string, yes: boolean, known: string[]): void {
  if (body.origins.item === 'default') {
    delete body.origins.item
    for (const one of known) mark(body, one, 'default')
  }
  mark(body, path, yes ? 'source' : 'default')
}

function mark(body: ItemBody, path: string, origin: Origin): void {
  const owned = (owners[path]?.(body) ?? []).filter((one): one is { origin?: Origin } => Boolean(one))
  if (owned.length) for (const one of owned) one.origin = origin
  else body.origins[path] = origin
}

/** The next free code M1, S1 … of a list. */
export function nextCode(letter: string, list: { code: string }[]): string {
  const taken = list.map(({ code }) => Number(code.slice(letter.length))).filter((n) => Number.isInteger(n))
  return `${letter}${Math.max(0, ...taken) + 1}`
}

/** Moves an element of a list by one place. */
export function shift<T>(list: T[], at: number, by: 1 | -1): void {
  const to = at + by
  if (to < 0 || to >= list.length) return
  const [one] = list.splice(at, 1)
  list.splice(to, 0, one!)
}

/** Reads a JSON object that a person typed; the error in words of the browser where it is none. */
export function readJson(text: string): { value?: unknown; error?: string } {
  try {
    const value: unknown = JSON.parse(text)
    return value && typeof value === 'object' && !Array.isArray(value) ? { value } : { error: '{ … }' }
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

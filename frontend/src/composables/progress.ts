import type { RouteLocationNormalized } from 'vue-router'

type Where = Pick<RouteLocationNormalized, 'hash' | 'query' | 'params'>

/** The address of the public look-up for a case; number and code stand behind the #, which no server writes down. */
export function progressLink(number: string, code: string): string {
  return `/progress#${encodeURIComponent(number)}.${encodeURIComponent(code)}`
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Number and code of such an address; empty where there are none. */
export function readProgressHash(hash: string): { number: string; code: string } {
  const [number = '', code = ''] = hash.replace(/^#/, '').split('.')
  return { number: plain(number), code: plain(code) }
}

function first(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? one : ''
}

/** What an address asks for: behind the #, or as `number` and `code`. */
export function askedOf(where: Where): { number: string; code: string } {
  const behind = readProgressHash(where.hash)
  return behind.number ? behind : { number: first(where.query.number), code: first(where.query.code) }
}

/** The address by which a case is rated; its token stands behind the #, which no server writes down. */
export function rateLink(token: string): string {
  return `/rate#${encodeURIComponent(token)}`
}

/** The token of such an address; also as a part of the path, or as `token`. */
export function tokenOf(where: Where): string {
  return plain(where.hash.replace(/^#/, '')) || first(where.params.token) || first(where.query.token)
}

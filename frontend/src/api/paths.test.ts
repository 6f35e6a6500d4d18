import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const here = `${process.cwd()}/src/api/`
const spec = JSON.parse(readFileSync(`${process.cwd()}/../api/testdata/openapi.json`, 'utf8')) as { paths: Record<string, object> }

/** Every request of a source file: its method and its path as the description has it. */
function requestsOf(file: string): { method: string; path: string }[] {
  const raw = readFileSync(here + file, 'utf8')
  const constants = new Map([...raw.matchAll(/const (\w+) = '([^']+)'/g)].map(([, name, value]) => [name!, value!]))
  const text = raw.replace(/\$\{(\w+)\}/g, (whole, name: string) => constants.get(name) ?? whole)
  const single = [...text.matchAll(/request(?:<[^(]*>)?\('(\w+)', [`']([^`']+)[`']/g)].map(([, method, path]) => ({ method: method!.toLowerCase(), path: path! }))
  const lists = [...text.matchAll(/requestRows(?:<[^(]*>)?\('([^']+)'([^\n]*)/g)].map(([, path, rest]) => ({ method: /method: '(\w+)'/.exec(rest!)?.[1]?.toLowerCase() ?? 'get', path: path! }))
  return [...single, ...lists]
}

const files = readdirSync(here).filter((name) => name.endsWith('.ts') && !/test|schema|client|request\.ts/.test(name))
const requests = files.flatMap((file) => requestsOf(file).map((one) => ({ file, ...one })))

test('the requests of the pages are found', () => expect(requests.length).toBeGreaterThan(100))

test.each(requests)('$file: $method $path is in the description', ({ method, path }) => {
  // A verb at the end of a path is a route of its own for each verb.
  const pattern = new RegExp(`^${path.replace(/\$\{\w+\}/g, '[^/]+').replace(/[{}]/g, '\\$&')}$`)
  const known = Object.entries(spec.paths).filter(([known]) => pattern.test(known))
  expect(known.some(([, methods]) => method in methods)).toBe(true)
})

/** Routes that no page calls, each with whom it is for. */
const outside: Record<string, string> = {
  '/api/v1/attributes': 'whoever writes catalogue files',
  '/api/v1/calendar/count': 'other systems: working days between two dates',
  '/api/v1/calendar/days/{date}': 'other systems: what a day is',
  '/api/v1/cases/{id}/events': 'other systems: the journal alone',
  '/api/v1/uploads/{upload}': 'the address that an upload is given, kept by the tus client',
  '/api/v1/demo/clock': 'the simulated clock of a demo',
}

test('every route has a page that calls it, or is known to be for others', () => {
  const src = `${process.cwd()}/src/`
  const all = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|vue)$/.test(name) && !/test|schema\.d/.test(name))
    .map((name) => readFileSync(src + name, 'utf8'))
    .join('\n')
  const constants = new Map([...all.matchAll(/const (\w+) = '(\/api[^']+)'/g)].map(([, name, value]) => [name!, value!]))
  const text = all.replace(/\$\{(\w+)\}/g, (whole, name: string) => constants.get(name) ?? whole)
  const called = [...new Set([...text.matchAll(/['"`](\/api\/v1\/[^'"`?]*)/g)].map(([, path]) => path!.replace(/\$?\{[^}]*\}/g, '*')))]
  const reached = (path: string) => {
    const parts = path.replace(/\{[^}]*\}/g, '*').split('/')
    return called.some((one) => {
      const have = one.split('/')
      return have.length === parts.length && have.every((part, at) => part === '*' || part === parts[at])
    })
  }
  const missing = Object.keys(spec.paths).filter((path) => !reached(path) && !(path in outside))
  expect(missing).toEqual([])
})

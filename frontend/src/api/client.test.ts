import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { setLang } from '@/i18n'
import { changeHeaders, newIdempotencyKey, send, whenSessionEnds } from './client'
import { Problem } from './problem'

const fetched = vi.fn<(request: Request) => Promise<Response>>()
const answer = (status: number, body: unknown, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })

beforeEach(() => {
  document.cookie = 'onestop_csrf=a%2Fb'
  fetched.mockReset()
  vi.stubGlobal('fetch', fetched)
  // Requests need a whole address outside of a browser.
  const Plain = Request
  vi.stubGlobal('Request', class extends Plain {
    constructor(input: string, init?: RequestInit) {
      super(new URL(input, 'http://localhost'), init)
    }
  })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  whenSessionEnds(() => {})
  await setLang('zh')
})

const sent = () => fetched.mock.calls.at(-1)![0]

async function problemOfCall(call: Promise<unknown>): Promise<Problem> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(Problem)
  return thrown as Problem
}

describe('the client', () => {
  test('hands out the body of a success', async () => {
    fetched.mockResolvedValue(answer(200, { items: [1] }))
    expect(await send('GET', '/api/v1/items')).toEqual({ items: [1] })
  })

  test('sends the token of the cookie with a change, and not with a question', async () => {
    fetched.mockImplementation(() => Promise.resolve(answer(200, {})))
    await send('POST', '/api/v1/cases', { body: { a: 1 } })
    expect(sent().headers.get('X-CSRF-Token')).toBe('a/b')
    await send('GET', '/api/v1/cases')
    expect(sent().headers.get('X-CSRF-Token')).toBeNull()
    expect(changeHeaders()['X-CSRF-Token']).toBe('a/b')
  })

  test('fills the path, leaves out what is empty and repeats a list', async () => {
    fetched.mockImplementation(() => Promise.resolve(answer(200, {})))
    await send('GET', '/api/v1/cases/{id}/files/{name}', { path: { id: 7, name: 'a/b' }, query: { q: '施工 许可', none: undefined, empty: '', status: ['A', 'B'], open: false } })
    const { pathname, search } = new URL(sent().url)
    expect(pathname).toBe('/api/v1/cases/7/files/a%2Fb')
    expect([...new URLSearchParams(search)]).toEqual([['q', '施工 许可'], ['status', 'A'], ['status', 'B'], ['open', 'false']])
  })

  test('hands out nothing where the answer is empty', async () => {
    fetched.mockResolvedValue(new Response(null, { status: 204 }))
    expect(await send('DELETE', '/api/v1/cases/{id}', { path: { id: 1 } })).toBeUndefined()
  })

  test('asks for messages in the shown language', async () => {
    fetched.mockImplementation(() => Promise.resolve(answer(200, {})))
    await send('GET', '/api/v1/cases')
    expect(sent().headers.get('Accept-Language')).toBe('zh-CN')
    await setLang('en')
    await send('GET', '/api/v1/cases')
    expect(sent().headers.get('Accept-Language')).toBe('en')
  })

  test('throws a problem with the paths of the fields as the form has them', async () => {
    const body = {
      title: '内容有误',
      code: 'invalid',
      retryAfter: 30,
      errors: [
        { path: 'body.form.name', code: 'field.required', message: '请填写名称' },
        { path: '/form/buildings/0/height', code: 'field.number', message: '应为数字' },
        { path: 'body.form.buildings[1].height', code: 'field.number' },
      ],
    }
    fetched.mockResolvedValue(answer(422, body, 'application/problem+json'))
    const problem = await problemOfCall(send('POST', '/api/v1/cases'))
    expect(problem).toMatchObject({ status: 422, code: 'invalid', message: '内容有误', retryAfter: 30 })
    expect(problem.fields).toEqual([
      { path: 'form.name', key: 'field.required', message: '请填写名称' },
      { path: 'form.buildings.0.height', key: 'field.number', message: '应为数字' },
      { path: 'form.buildings.1.height', key: 'field.number', message: 'field.number' },
    ])
  })

  test.each([
    [409, true, false, '内容已被他人修改，请刷新后重试'],
    [503, false, true, '系统暂时不可用，请稍后重试'],
    [429, false, true, '系统暂时不可用，请稍后重试'],
    [403, false, false, '您没有进行此项操作的权限'],
  ])('has words for a bare %s', async (status, conflict, passing, message) => {
    fetched.mockResolvedValue(new Response('<html>', { status }))
    expect(await problemOfCall(send('POST', '/api/v1/cases'))).toMatchObject({ conflict, passing, message })
  })

  test('has words for a broken line', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'))
    expect(await problemOfCall(send('GET', '/api/v1/cases'))).toMatchObject({ status: 0, passing: true, message: '网络连接失败，请检查后重试' })
  })

  test('tells that the session has ended, but not when one only asks who one is', async () => {
    const ended = vi.fn()
    whenSessionEnds(ended)
    fetched.mockImplementation(() => Promise.resolve(answer(401, {})))
    await problemOfCall(send('GET', '/api/v1/session'))
    await problemOfCall(send('POST', '/api/v1/login'))
    expect(ended).not.toHaveBeenCalled()
    await problemOfCall(send('GET', '/api/v1/cases'))
    await problemOfCall(send('GET', '/api/v1/sessions'))
    expect(ended).toHaveBeenCalledTimes(2)
  })

  test('leaves the page with what was typed where a change is refused, and where the page asked by itself', async () => {
    const ended = vi.fn()
    whenSessionEnds(ended)
    fetched.mockImplementation(() => Promise.resolve(answer(401, {})))
    await problemOfCall(send('POST', '/api/v1/cases/{id}/thread', { path: { id: 1 }, body: { body: '还缺什么？' } }))
    await problemOfCall(send('PUT', '/api/v1/admin/settings', { body: {} }))
    await problemOfCall(send('GET', '/api/v1/notices/unread'))
    expect(ended).not.toHaveBeenCalled()
    await problemOfCall(send('PATCH', '/api/v1/cases/{id}', { path: { id: 1 }, body: {} }))
    expect(ended).toHaveBeenCalledTimes(1)
  })
})

test('idempotency keys are long and never the same', () => {
  const keys = Array.from({ length: 100 }, newIdempotencyKey)
  expect(new Set(keys).size).toBe(100)
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
})

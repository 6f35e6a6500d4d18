// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { uploadId, useMaterialUploads } from './ownupload'
import type { Uploader } from './uploads'

test.each([
  ['/api/v1/uploads/abc123', 'abc123'],
  ['http://127.0.0.1:8080/api/v1/uploads/abc123?x=1#y', 'abc123'],
  ['/api/v1/uploads/abc123/', 'abc123'],
  [undefined, ''],
])('the upload at %s is %s', (url, id) => expect(uploadId(url)).toBe(id))

type Events = Parameters<Uploader['start']>[1]

function arriving() {
  const started: Events[] = []
  const uploader: Uploader = {
    start(_file, events) {
      started.push(events)
      return Promise.resolve({ pause() {}, resume() {}, remove() {} })
    },
  }
  return { started, uploader }
}
const answers = (...list: (Response | Error)[]) => {
  const asked: string[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(new URL(request.url, 'http://x').pathname)
    const next = list.shift()
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
  })
  return asked
}
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const file = (name: string) => new File(['1'], name)
afterEach(() => vi.unstubAllGlobals())

test('two files that arrive together are both kept', async () => {
  const { started, uploader } = arriving()
  const asked = answers(json({ id: 1 }), json({ id: 2 }))
  const kept: number[] = []
  const { uploads, add } = useMaterialUploads(7, 'M1', ({ id }) => kept.push(id), uploader)
  add([file('a'), file('b')])
  await vi.waitFor(() => expect(started).toHaveLength(2))
  started[0]!.done('/api/v1/uploads/a')
  started[1]!.done('/api/v1/uploads/b')
  await vi.waitFor(() => expect(kept).toEqual([1, 2]))
  expect(asked).toEqual(['/api/v1/uploads/a/finish', '/api/v1/uploads/b/finish'])
  expect(uploads).toEqual([])
})

test('a file that arrived and got no answer stays, and is kept when it is tried again', async () => {
  const { started, uploader } = arriving()
  answers(new TypeError('no line'), json({ id: 3 }))
  const kept: number[] = []
  const { uploads, add, resume, problem } = useMaterialUploads(7, 'M1', ({ id }) => kept.push(id), uploader)
  add([file('a')])
  await vi.waitFor(() => expect(started).toHaveLength(1))
  started[0]!.done('/api/v1/uploads/a')
  await vi.waitFor(() => expect(uploads[0]).toMatchObject({ state: 'failed' }))
  resume(uploads[0]!.id)
  await vi.waitFor(() => expect(kept).toEqual([3]))
  expect([uploads.length, problem.value]).toEqual([0, undefined])
})

test('a file that the server refuses leaves the list and says why', async () => {
  const { started, uploader } = arriving()
  answers(json({ title: '文件内容与类型不符' }, 422))
  const { uploads, add, problem } = useMaterialUploads(7, 'M1', () => {}, uploader)
  add([file('a')])
  await vi.waitFor(() => expect(started).toHaveLength(1))
  started[0]!.done('/api/v1/uploads/a')
  await vi.waitFor(() => expect(problem.value?.message).toBe('文件内容与类型不符'))
  expect(uploads).toEqual([])
})

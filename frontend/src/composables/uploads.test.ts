import { describe, expect, test } from 'vitest'
import { Problem } from '@/api/problem'
import { useUploads, type Uploader } from './uploads'

type Events = Parameters<Uploader['start']>[1]

function harbour() {
  const started: { name: string; events: Events; calls: string[] }[] = []
  const uploader: Uploader = {
    start(file, events) {
      const calls: string[] = []
      started.push({ name: file.name, events, calls })
      return Promise.resolve({
        pause: () => calls.push('pause'),
        resume: () => calls.push('resume'),
        remove: () => calls.push('remove'),
      })
    },
  }
  return { started, uploader }
}
const file = (name: string) => new File(['12345'], name)
const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)))

describe('uploads', () => {
  test('go two at once; the next starts when one is done', async () => {
    const { started, uploader } = harbour()
    const done: string[] = []
    const { uploads, add } = useUploads(uploader, (upload) => done.push(upload.url!))
    add([file('a'), file('b'), file('c')])
    await settled()
    expect(started.map(({ name }) => name)).toEqual(['a', 'b'])
    started[0]!.events.progress(3)
    expect(uploads[0]).toMatchObject({ sent: 3, state: 'uploading' })
    started[0]!.events.done('/files/1')
    await settled()
    expect(started.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(uploads[0]).toMatchObject({ sent: 5, state: 'done', url: '/files/1' })
    expect(done).toEqual(['/files/1'])
  })

  test('pause, let another go first, and go on where they stopped', async () => {
    const { started, uploader } = harbour()
    const { uploads, add, pause, resume } = useUploads(uploader, undefined, 1)
    add([file('a'), file('b')])
    await settled()
    pause(uploads[0]!.id)
    await settled()
    expect(started.map(({ name }) => name)).toEqual(['a', 'b'])
    resume(uploads[0]!.id)
    expect(started[0]!.calls).toEqual(['pause', 'resume'])
    expect(uploads[0]!.state).toBe('uploading')
  })

  test('that break off keep what was confirmed and can be resumed', async () => {
    const { started, uploader } = harbour()
    const { uploads, add, resume } = useUploads(uploader)
    add([file('a')])
    await settled()
    started[0]!.events.progress(4)
    started[0]!.events.failed(new TypeError('line'))
    expect(uploads[0]).toMatchObject({ state: 'failed', sent: 4, message: '' })
    resume(uploads[0]!.id)
    expect(started[0]!.calls).toEqual(['resume'])
  })

  test('that the server refuses say why', async () => {
    const { started, uploader } = harbour()
    const { uploads, add } = useUploads(uploader)
    add([file('a')])
    await settled()
    started[0]!.events.failed(new Problem(415, { title: '文件类型不符' }))
    expect(uploads[0]).toMatchObject({ state: 'failed', message: '文件类型不符' })
  })

  test('that are removed while they start are taken back', async () => {
    const { started, uploader } = harbour()
    const { uploads, add, remove } = useUploads(uploader)
    add([file('a')])
    remove(uploads[0]!.id)
    await settled()
    expect(uploads).toHaveLength(0)
    expect(started[0]!.calls).toEqual(['remove'])
  })
})

import { reactive } from 'vue'
import { toProblem } from '@/api/problem'

export interface Upload {
  id: string
  name: string
  size: number
  /** Bytes that the server has confirmed. */
  sent: number
  state: 'queued' | 'uploading' | 'paused' | 'done' | 'failed'
  /** Where the server keeps it, once done. */
  url?: string
  /** Why it failed, in words; '' for a broken line. */
  message?: string
}

interface Handle {
  pause(): void
  resume(): void
  remove(): void
}

/** Something that carries one file to the server and can go on after a break. */
export interface Uploader {
  start(
    file: File,
    events: { progress(sent: number): void; done(url: string): void; failed(error: unknown): void },
  ): Promise<Handle>
}

/** The files of one field: at most two on their way at once, the others wait. */
export function useUploads(uploader: Uploader, onDone: (upload: Upload) => void = () => {}, atOnce = 2) {
  const uploads = reactive<Upload[]>([])
  const handles = new Map<string, Handle>()
  const files = new Map<string, File>()
  let counter = 0

  const find = (id: string) => uploads.find((upload) => upload.id === id)

  function next(): void {
    const running = uploads.filter((upload) => upload.state === 'uploading').length
    const waiting = uploads.filter((upload) => upload.state === 'queued')
    for (const upload of waiting.slice(0, Math.max(0, atOnce - running))) void begin(upload)
  }

  async function begin(upload: Upload): Promise<void> {
    upload.state = 'uploading'
    try {
      const handle = await uploader.start(files.get(upload.id)!, {
        progress: (sent) => (upload.sent = sent),
        done(url) {
          Object.assign(upload, { state: 'done', sent: upload.size, url })
          onDone(upload)
          next()
        },
        failed: (error) => fail(upload, error),
      })
      handles.set(upload.id, handle)
      if (!find(upload.id)) handle.remove() // removed while it was starting
      else if ((upload.state as Upload['state']) === 'paused') handle.pause()
    } catch (error) {
      fail(upload, error)
    }
  }

  function fail(upload: Upload, error: unknown): void {
    const problem = toProblem(error)
    Object.assign(upload, { state: 'failed', message: problem.status >= 400 && problem.status < 500 ? problem.message : '' })
    next()
  }

  return {
    uploads,
    add(list: File[]): void {
      for (const file of list) {
        const id = `u${++counter}`
        files.set(id, file)
        uploads.push({ id, name: file.name, size: file.size, sent: 0, state: 'queued' })
      }
      next()
    },
    pause(id: string): void {
      const upload = find(id)
      if (!upload || upload.state !== 'uploading') return
      upload.state = 'paused'
      handles.get(id)?.pause()
      next()
    },
    resume(id: string): void {
      const upload = find(id)
      if (!upload || (upload.state !== 'paused' && upload.state !== 'failed')) return
      const handle = handles.get(id)
      if (!handle) {
        void begin(upload)
        return
      }
      upload.state = 'uploading'
      handle.resume()
    },
    /** The file has arrived and could not be kept yet; resume() tries that again. */
    fail(id: string, error: unknown): void {
      const upload = find(id)
      if (upload) fail(upload, error)
    },
    /** Takes a file off the list that has arrived and been kept; nothing is told to the server. */
    forget(id: string): void {
      const at = uploads.findIndex((upload) => upload.id === id)
      if (at >= 0) uploads.splice(at, 1)
      handles.delete(id)
      files.delete(id)
      next()
    },
    remove(id: string): void {
      const at = uploads.findIndex((upload) => upload.id === id)
      if (at < 0) return
      uploads.splice(at, 1)
      handles.get(id)?.remove()
      handles.delete(id)
      files.delete(id)
      next()
    },
  }
}

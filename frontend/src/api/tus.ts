import type { Uploader } from '@/composables/uploads'
import { changeHeaders } from './client'

/**
 * Uploads by the tus protocol: what was confirmed is never sent again, not
 * after a broken line and not after the page was closed (the same file chosen
 * once more goes on where it stopped). The library comes with the first file.
 */
export function tusUploader(endpoint: string, metadata: Record<string, string> = {}): Uploader {
  return {
    async start(file, events) {
      const { Upload } = await import('tus-js-client')
      const upload = new Upload(file, {
        endpoint,
        headers: changeHeaders(),
        metadata: { ...metadata, filename: file.name, filetype: file.type },
        chunkSize: 8 * 1024 * 1024,
        retryDelays: [0, 1000, 3000, 8000, 15_000],
        removeFingerprintOnSuccess: true,
        onProgress: (sent) => events.progress(sent),
        onSuccess: () => events.done(upload.url ?? ''),
        onError: (error) => events.failed(error),
      })
      const earlier = await upload.findPreviousUploads()
      if (earlier[0]) upload.resumeFromPreviousUpload(earlier[0])
      upload.start()
      return {
        pause: () => void upload.abort(),
        resume: () => upload.start(),
        remove: () => void upload.abort(true).catch(() => {}),
      }
    },
  }
}

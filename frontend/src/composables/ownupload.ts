import { tusUploader } from '@/api/tus'
import { finishUpload } from '@/api/file'
import type { CaseFile } from '@/api/case'
import { useUploads } from './uploads'
import { useProblem } from './problem'

/** The last part of an upload's address. */
export function uploadId(url: string | undefined): string {
  return /([^/?#]+)\/?(?:[?#].*)?$/.exec(url ?? '')?.[1] ?? ''
}

/**
 * Files on their way to one material of a case (or, with case 0, to the
 * enterprise's own papers): uploaded, checked by the server, then kept. What
 * is kept leaves the list and is told to `kept`.
 */
export function useMaterialUploads(caseId: number, material: string, kept: (file: CaseFile) => void) {
  const { run, problem, busy } = useProblem()
  const list = useUploads(tusUploader('/api/v1/uploads', { case: String(caseId), material }), (upload) => void finish(upload))

  async function finish(upload: { id: string; url?: string }): Promise<void> {
    const file = await run(() => finishUpload(uploadId(upload.url)))
    // The server holds the bytes as its own now: the upload itself is over.
    list.forget(upload.id)
    if (file) kept(file)
  }
  return { ...list, problem, busy }
}

import { shallowRef } from 'vue'
import { toProblem, type Problem } from '@/api/problem'
import { tusUploader } from '@/api/tus'
import { finishUpload } from '@/api/file'
import type { CaseFile } from '@/api/case'
import { useUploads, type Upload, type Uploader } from './uploads'

/** The last part of an upload's address. */
export function uploadId(url: string | undefined): string {
  return /([^/?#]+)\/?(?:[?#].*)?$/.exec(url ?? '')?.[1] ?? ''
}

/**
 * Files on their way to one material of a case (or, with case 0, to the
 * enterprise's own papers): uploaded, checked by the server, then kept. What
 * is kept leaves the list and is told to `kept`; what is refused leaves it
 * with `problem`; where no answer came it stays, to be kept again.
 */
export function useMaterialUploads(
  caseId: number,
  material: string,
  kept: (file: CaseFile) => void,
  uploader: Uploader = tusUploader('/api/v1/uploads', { case: String(caseId), material }),
) {
  const problem = shallowRef<Problem>()
  let last = Promise.resolve()
  const list = useUploads(uploader, keep)

  /** Several may arrive together: one after the other, so that none is left out. */
  function keep(upload: Upload): void {
    last = last.then(() => finish(upload))
  }
  async function finish(upload: Upload): Promise<void> {
    try {
      const file = await finishUpload(uploadId(upload.url))
      problem.value = undefined
      list.forget(upload.id)
      kept(file)
    } catch (thrown) {
      const told = toProblem(thrown)
      if (told.passing) {
        list.fail(upload.id, told)
        return
      }
      problem.value = told
      list.forget(upload.id)
    }
  }
  function resume(id: string): void {
    const upload = list.uploads.find((one) => one.id === id)
    if (upload?.state !== 'failed' || !upload.url) {
      list.resume(id)
      return
    }
    upload.state = 'done'
    keep(upload)
  }
  return { ...list, resume, problem }
}

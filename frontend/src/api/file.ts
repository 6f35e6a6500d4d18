import type { CaseFile } from './case'
import { request, requestRows } from './request'

/** What the portal takes: the same list as the server's, which looks at the bytes. */
export const fileRules = {
  types: ['pdf', 'ofd', 'jpg', 'jpeg', 'png', 'tif', 'tiff', 'doc', 'docx', 'xls', 'xlsx', 'dwg', 'zip'],
  maxBytes: 200 * 1024 * 1024,
}

/** The content of a file, always served as an attachment. */
export function fileAddress(id: number): string {
  return `/api/v1/files/${id}/content`
}

/** What the enterprise handed in before, newest first. */
export function listFiles(before = 0, limit = 50): Promise<CaseFile[]> {
  return requestRows('/api/v1/files', { query: { before: before || undefined, limit } })
}

/** Checks a complete upload and puts it to its material; the id is the last part of the upload's address. */
export function finishUpload(upload: string): Promise<CaseFile> {
  return request('POST', '/api/v1/uploads/{upload}/finish', { path: { upload } })
}

/** Lets a file that was handed in before serve once more. */
export function reuseFile(caseId: number, material: string, fileId: number): Promise<CaseFile> {
  return request('POST', '/api/v1/cases/{id}/materials/{code}/reuse', { path: { id: caseId, code: material }, body: { fileId } })
}

export function removeFile(caseId: number, fileId: number): Promise<void> {
  return request('DELETE', '/api/v1/cases/{id}/files/{file}', { path: { id: caseId, file: fileId } })
}

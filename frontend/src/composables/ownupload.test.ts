import { expect, test } from 'vitest'
import { uploadId } from './ownupload'

test.each([
  ['/api/v1/uploads/abc123', 'abc123'],
  ['http://127.0.0.1:8080/api/v1/uploads/abc123?x=1#y', 'abc123'],
  ['/api/v1/uploads/abc123/', 'abc123'],
  [undefined, ''],
])('the upload at %s is %s', (url, id) => expect(uploadId(url)).toBe(id))

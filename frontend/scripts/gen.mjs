// Writes src/api/schema.d.ts from the API's own description, which the api
// package keeps beside its tests.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const root = new URL('..', import.meta.url).pathname
const spec = new URL('../../api/testdata/openapi.json', import.meta.url).pathname
if (!existsSync(spec)) {
  console.error('gen: api/testdata/openapi.json is not there; run the tests of api/ once to write it')
  process.exit(1)
}
execFileSync('npx', ['--no-install', 'openapi-typescript', spec, '-o', 'src/api/schema.d.ts', '--alphabetize'], {
  cwd: root,
  stdio: 'inherit',
})

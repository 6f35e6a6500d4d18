// Writes src/api/schema.d.ts from the API's own description, which the api
// package keeps beside its tests.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = new URL('..', import.meta.url).pathname
const spec = new URL('../../api/testdata/openapi.json', import.meta.url).pathname
if (!existsSync(spec)) {
  console.error('gen: api/testdata/openapi.json is not there; run the tests of api/ once to write it')
  process.exit(1)
}
// A refusal is a Problem on every route (src/api/problem.ts): said once, not six times a route.
const described = JSON.parse(readFileSync(spec, 'utf8'))
for (const methods of Object.values(described.paths)) {
  for (const { responses } of Object.values(methods)) {
    for (const status of Object.keys(responses ?? {})) if (status.startsWith('4')) delete responses[status]
  }
}
const folder = mkdtempSync(join(tmpdir(), 'gen-'))
const trimmed = join(folder, 'openapi.json')
writeFileSync(trimmed, JSON.stringify(described))
try {
  execFileSync('npx', ['--no-install', 'openapi-typescript', trimmed, '-o', 'src/api/schema.d.ts', '--alphabetize'], { cwd: root, stdio: 'inherit' })
} finally {
  rmSync(folder, { recursive: true })
}

// Runs the browser stories: all files e2e/*.story.mjs, or those whose names
// hold one of the words given. One file after the other, each in a process of
// its own. The last line is "N passed, N failed".
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const words = process.argv.slice(2)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.story.mjs') && (!words.length || words.some((word) => name.includes(word))))
  .map((name) => join(folder, name))

// The demo county is made once a run; each file of stories gets a copy of its own.
const counties = mkdtempSync(join(tmpdir(), 'onestop-counties-'))
process.env.ONESTOP_STORY_COUNTIES = counties
process.on('exit', () => rmSync(counties, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

let passed = 0
let failed = 0
const stream = run({ files, concurrency: 1, timeout: 20 * 60_000 })
// Leaves alone are counted: a file or a suite repeats what its tests say.
const counts = (event) => event.details?.type !== 'suite' && !files.includes(event.name)
stream.on('test:pass', (event) => {
  if (counts(event) && !event.skip && !event.todo) passed++
})
stream.on('test:fail', (event) => {
  const reported = event.details?.error?.failureType === 'subtestsFailed'
  if (!reported) failed++
})
stream.compose(new spec()).pipe(process.stdout, { end: false })
stream.on('end', () => {
  setImmediate(() => {
    if (passed + failed === 0) failed = 1
    console.log(`\n${passed} passed, ${failed} failed`)
    process.exitCode = failed ? 1 : 0
  })
})

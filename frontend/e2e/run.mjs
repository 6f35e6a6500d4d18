// Runs the browser stories: all files e2e/*.story.mjs, or those whose names
// hold one of the words given. Each in a process of its own, as many at once as
// STORIES_AT_ONCE says (1 where it does not). The last line is "N passed, N failed".
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
  .sort((one, other) => Number(other.startsWith('county')) - Number(one.startsWith('county'))) // the longest begins first
  .map((name) => join(folder, name))

// The demo county is made once a run; each file of stories gets a copy of its own.
const counties = mkdtempSync(join(tmpdir(), 'onestop-counties-'))
process.env.ONESTOP_STORY_COUNTIES = counties
process.on('exit', () => rmSync(counties, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

let passed = 0
let failed = 0
const stream = run({ files, concurrency: Number(process.env.STORIES_AT_ONCE) || 1, timeout: 20 * 60_000 })
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

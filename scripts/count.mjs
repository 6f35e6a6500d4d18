// Reads what a test runner said, prints what a person needs of it, and writes
// "PASSED FAILED" into a file, so that the sum at the end of `make test` is
// counted and never assumed.
//
//   go test -json … | node count.mjs go COUNTS
//   node count.mjs pages COUNTS vitest.json
//   node count.mjs stories COUNTS stories.log
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [kind, counts, file] = process.argv.slice(2)
const kinds = { go: countGo, pages: countPages, stories: countStories }
const { passed, failed } = await kinds[kind]()
writeFileSync(counts, `${passed} ${failed}\n`)
if (failed > 0) process.exit(1)
if (passed === 0) {
  console.log('no test ran')
  process.exit(1)
}

// A test with subtests is counted by its subtests: they are what is asserted.
// It is counted itself only if it failed while none of them did.
async function countGo() {
  const results = new Map() // "package test" → pass, fail or skip
  const output = new Map()
  const packages = { bad: [], lines: [] }
  for await (const line of createInterface({ input: process.stdin })) {
    const event = parse(line)
    if (!event) {
      console.log(line)
      continue
    }
    const { Action: action, Package: pkg, Test: test, Output: text, ImportPath: importPath } = event
    const key = `${pkg ?? importPath ?? ''} ${test ?? ''}`
    if (action === 'output' || action === 'build-output') {
      output.set(key, (output.get(key) ?? '') + text)
    } else if (['pass', 'fail', 'skip'].includes(action)) {
      if (test) results.set(key, action)
      else {
        if (action === 'fail') packages.bad.push({ pkg, build: event.FailedBuild })
        packages.lines.push(`${action === 'pass' ? 'ok  ' : action} ${pkg} ${event.Elapsed?.toFixed(1)}s`)
      }
    }
  }

  const parents = new Map() // its key → whether one of its subtests failed
  for (const [key, result] of results) {
    for (let at = key.lastIndexOf('/'); at > key.indexOf(' '); at = key.lastIndexOf('/', at - 1)) {
      const parent = key.slice(0, at)
      parents.set(parent, parents.get(parent) || result === 'fail')
    }
  }
  const leaves = [...results].filter(
    ([key, result]) => !parents.has(key) || (result === 'fail' && !parents.get(key)),
  )
  const total = (wanted) => leaves.filter(([, result]) => result === wanted).length
  let failed = total('fail')
  for (const [key, result] of results) if (result === 'fail') console.log(output.get(key) ?? key)
  for (const key of new Set(packages.bad.map(({ pkg, build }) => `${build ?? pkg} `))) {
    console.log(output.get(key) ?? '')
  }
  for (const { pkg } of packages.bad) {
    // It did not compile, or died outside of a test.
    if (![...results].some(([key, result]) => key.startsWith(`${pkg} `) && result === 'fail')) failed++
  }
  packages.lines.sort().forEach((line) => console.log(line))
  const skipped = leaves.filter(([, result]) => result === 'skip').map(([key]) => key)
  skipped.sort().forEach((key) => console.log(`skipped: ${key}`))
  return { passed: total('pass'), failed }
}

function countPages() {
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && suite.message) console.log(`${suite.name}: ${suite.message}`)
    for (const test of suite.assertionResults) {
      if (test.status === 'failed') console.log(`FAIL ${test.fullName}\n${test.failureMessages.join('\n')}`)
    }
  }
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
  ).length
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken }
}

// The runner of the stories ends with "N passed, N failed".
function countStories() {
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? ''
  const found = /(\d+) passed, (\d+) failed/.exec(last)
  if (!found) {
    console.log('the stories ended without their count')
    return { passed: 0, failed: 1 }
  }
  return { passed: Number(found[1]), failed: Number(found[2]) }
}

function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

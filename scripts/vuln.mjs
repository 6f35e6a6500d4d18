// vuln.mjs ALLOWFILE < govulncheck -format json — fails on every vulnerability
// whose function is called, unless the file allows it with a reason, and on
// every line of the file that no finding needs any more.
import { readFileSync } from 'node:fs'

const allowed = new Map()
for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
  if (!line.trim() || line.startsWith('#')) continue
  const [id, ...reason] = line.trim().split(/\s+/)
  if (reason.length === 0) fail(`${process.argv[2]}: ${id} has no reason`)
  allowed.set(id, reason.join(' '))
}

const messages = readFileSync(0, 'utf8')
  .split(/^\}\n(?=\{)/m)
  .filter((part) => part.trim())
  .map((part) => JSON.parse(part.trimEnd().endsWith('\n}') ? part : part + '}'))
if (!messages.some((m) => m.config)) fail('govulncheck: no answer')

const summaries = new Map(messages.filter((m) => m.osv).map((m) => [m.osv.id, m.osv.summary]))
const called = new Map()
for (const { finding } of messages.filter((m) => m.finding)) {
  if (finding.trace[0].function) called.set(finding.osv, finding)
}

const problems = []
for (const [id, finding] of [...called].sort()) {
  const { module, version, function: name } = finding.trace[0]
  const text = `${id} ${module}@${version} ${name}: ${summaries.get(id) ?? ''} (repaired in ${finding.fixed_version ?? 'no version'})`
  if (allowed.has(id)) console.log(`govulncheck: allowed: ${text}: ${allowed.get(id)}`)
  else problems.push(text)
}
for (const id of allowed.keys()) {
  if (!called.has(id)) problems.push(`${id} is allowed in ${process.argv[2]} and no longer found: take it out`)
}
if (problems.length) fail(problems.join('\n'))
console.log('govulncheck: nothing else that is called is known to be vulnerable')

function fail(message) {
  console.error(message)
  process.exit(1)
}

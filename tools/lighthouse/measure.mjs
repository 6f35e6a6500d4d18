// measure.mjs CHROMIUM [REPORT] — Lighthouse on the main pages of a demo portal,
// phone preset (slow 4G, 4× slower CPU, both simulated). Prints a row for each
// figure and puts them into REPORT, the JSON of `onestop bench`. Performance is
// the median of three visits; accessibility does not vary.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { startPortal } from '../../frontend/e2e/lib/portal.mjs'

const [chromePath, report] = process.argv.slice(2)
const visits = Number(process.env.LIGHTHOUSE_VISITS ?? 3)
const pages = { hall: '/', guide: '/items/KB-05', login: '/login' }
const targets = { performance: 95, accessibility: 100 }

/** One visit's report. On a busy machine the browser may lose the trace of a load (NO_NAVSTART …): such a visit is made again, twice at most. */
async function load(url, port, again = 2) {
  const { lhr } = await lighthouse(url, { port, onlyCategories: Object.keys(targets), output: 'json', logLevel: 'error' })
  if (!lhr.runtimeError) return lhr
  if (again === 0) throw new Error(`${url}: ${lhr.runtimeError.message}`)
  return load(url, port, again - 1)
}

/** The scores of one visit, 0…100, and what stands behind them. */
async function visit(url, port) {
  const lhr = await load(url, port)
  const score = (category) => Math.round(lhr.categories[category].score * 100)
  const shown = (audit) => lhr.audits[audit].displayValue.replaceAll('\u00a0', ' ')
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    paint: `first paint ${shown('first-contentful-paint')}, largest ${shown('largest-contentful-paint')}, blocked ${shown('total-blocking-time')}, shift ${shown('cumulative-layout-shift')}`,
    faults: lhr.categories.accessibility.auditRefs.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1),
  }
}

/** The middle visit by performance. */
async function median(url, port) {
  const all = []
  for (let i = 0; i < visits; i++) all.push(await visit(url, port))
  all.sort((a, b) => a.performance - b.performance)
  return all[Math.floor(all.length / 2)]
}

function row(page, category, got) {
  const target = targets[category]
  const notes = category === 'performance' ? [got.paint] : got.faults.map(({ id, title }) => `${id}: ${title}`)
  const ok = got[category] >= target
  return { id: 'LH', what: `${page}, ${category}`, database: '', must: target, aim: target, atLeast: true, measured: got[category], ok, aimed: ok, target: true, notes }
}

function print(rows) {
  for (const { id, what, must, measured, ok, notes } of rows) {
    console.log(`${id}   ${what.padEnd(24)} ≥ ${String(must).padEnd(4)} ${String(measured).padEnd(4)} ${ok ? 'OK' : 'MISS'}`)
    for (const note of notes) console.log(`     ${note}`)
  }
}

function save(rows) {
  const said = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { rows: [] }
  said.rows = [...said.rows.filter(({ id }) => id !== 'LH'), ...rows]
  writeFileSync(report, `${JSON.stringify(said, null, 2)}\n`)
}

const portal = await startPortal()
const flags = ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
const chrome = await launch({ chromePath, chromeFlags: flags, logLevel: 'error' })
try {
  const rows = []
  for (const [page, path] of Object.entries(pages)) {
    const got = await median(portal.base + path, chrome.port)
    rows.push(row(page, 'performance', got), row(page, 'accessibility', got))
  }
  print(rows)
  if (report) save(rows)
} finally {
  chrome.kill()
  await portal.stop()
}

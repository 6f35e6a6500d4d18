// Holds the built pages to their bytes: for every page the JavaScript and CSS
// that its first paint needs (entry, page chunk and everything they import
// statically), gzipped. Fails when a page is over, and when a public page
// pulls in the staff component library. Prints a table and one JSON line.
//
// Needs `npm run build` first: reads the manifests and lists of modules of
// both tiers in .build and the .gz twins in dist. With --gallery it looks at the kit's own build
// instead, which shows what the whole kit weighs.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const root = new URL('..', import.meta.url).pathname
const gallery = process.argv.includes('--gallery')
const read = (path) => JSON.parse(readFileSync(join(root, '.build', path), 'utf8'))
const built = join(root, gallery ? '.build/gallery' : 'dist')
const tiers = gallery
  ? ['gallery', 'gallery-staff'].map((name) => ({ manifest: read(`gallery/.vite/${name}.json`), modules: read(`${name}.modules.json`) }))
  : ['public', 'staff'].map((name) => ({ manifest: read(`${name}.manifest.json`), modules: read(`${name}.modules.json`) }))
const KB = 1024

// First match wins.
const pageBudgets = [
  { match: /^src\/pages\/staff\/queue/i, js: 90, css: 20 },
  { match: /^src\/pages\/(staff|dev\/Staff)/, js: 150, css: 40 },
  { match: /^src\/pages\/dev\//, js: 100, css: 12 }, // the whole kit at once
  // Behind an enterprise's sign-in: form, uploads and tables, still without a component library.
  { match: /^src\/pages\/(me|apply|case\/Case|account\/Security)/, js: 75, css: 8 },
  { match: /^src\/pages\//, js: 60, css: 8 },
]
// Lazy chunks, recognised by what they hold.
const chunkBudgets = [
  { name: 'charts', match: /node_modules\/(echarts|zrender)\//, js: 190 },
  { name: 'map', match: /node_modules\/ol\//, js: 110 },
]
const staffOnly = /node_modules\/(element-plus|@element-plus|echarts|zrender|ol|@tanstack)\//

function gz(file) {
  const twin = join(built, `${file}.gz`)
  if (existsSync(twin)) return statSync(twin).size
  return gzipSync(readFileSync(join(built, file)), { level: 9 }).length
}

/** All manifest keys reached by static imports from the given ones. */
function closure(manifest, keys) {
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key)) return
    seen.add(key)
    for (const next of manifest[key].imports ?? []) visit(next)
  }
  keys.forEach(visit)
  return [...seen].map((key) => manifest[key])
}

function weigh({ manifest, modules }, keys) {
  const parts = closure(manifest, keys)
  const js = new Set(parts.map((part) => part.file).filter((file) => file.endsWith('.js')))
  const css = new Set(parts.flatMap((part) => part.css ?? []))
  const total = (files) => [...files].reduce((sum, file) => sum + gz(file), 0)
  const foreign = [...js].flatMap((file) => modules[file] ?? []).filter((id) => staffOnly.test(id))
  return { js: total(js), css: total(css), foreign }
}

const rows = []
for (const tier of tiers) {
  const keys = Object.keys(tier.manifest)
  const entry = keys.find((key) => tier.manifest[key].isEntry)
  const staff = entry.startsWith('staff')
  const pages = keys.filter((key) => (gallery ? /^src\/pages\/dev\// : /^src\/pages\/.*(Page|Shell)\.vue$/).test(key))
  for (const key of [undefined, ...pages]) {
    const budget = pageBudgets.find((b) => b.match.test(key ?? (staff ? 'src/pages/staff/queue' : 'src/pages/')))
    const { js, css, foreign } = weigh(tier, key ? [entry, key] : [entry])
    const page = key ? key.replace('src/pages/', '') : `(${entry})`
    rows.push({ page, js, css, jsMax: budget.js * KB, cssMax: budget.css * KB, foreign: staff ? [] : foreign })
  }
  for (const [file, ids] of Object.entries(tier.modules)) {
    const budget = chunkBudgets.find((b) => ids.filter((id) => b.match.test(id)).length > 5)
    if (!budget || !existsSync(join(built, file))) continue
    rows.push({ page: `(${budget.name} chunk)`, js: gz(file), css: 0, jsMax: budget.js * KB, cssMax: 0, foreign: [] })
  }
}

const kb = (bytes) => (bytes / KB).toFixed(1).padStart(6)
let failed = 0
for (const row of rows) {
  const over = row.js > row.jsMax || row.css > row.cssMax || row.foreign.length > 0
  if (over) failed++
  console.log(
    `${over ? 'OVER' : 'ok  '} ${row.page.padEnd(40)} js ${kb(row.js)} / ${kb(row.jsMax)} KB  css ${kb(row.css)} / ${kb(row.cssMax)} KB` +
      (row.foreign.length ? `  holds ${row.foreign[0]} (and ${row.foreign.length - 1} more)` : ''),
  )
}
console.log(JSON.stringify({ budget: { pages: rows.length, over: failed } }))
process.exit(failed ? 1 : 0)

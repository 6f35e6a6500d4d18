// Writes a .br and a .gz twin beside each text file of dist, so that the
// server never compresses at run time, and moves the builds' manifests out of
// what is served. Prints one JSON line.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = new URL('..', import.meta.url).pathname
const dist = join(root, 'dist')
const text = /\.(html|js|css|svg|json|txt|webmanifest)$/
const worthwhile = 512 // bytes; below it the header costs more than is won

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else yield path
  }
}

mkdirSync(join(root, '.build'), { recursive: true })
for (const tier of ['public', 'staff']) {
  renameSync(join(dist, '.vite', `${tier}.json`), join(root, '.build', `${tier}.manifest.json`))
}
rmSync(join(dist, '.vite'), { recursive: true })

const sum = { files: 0, bytes: 0, br: 0, gz: 0 }
for (const path of [...walk(dist)].filter((p) => text.test(p) && statSync(p).size >= worthwhile)) {
  const content = readFileSync(path)
  const br = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  })
  const gz = gzipSync(content, { level: 9 })
  writeFileSync(`${path}.br`, br)
  writeFileSync(`${path}.gz`, gz)
  sum.files++
  sum.bytes += content.length
  sum.br += br.length
  sum.gz += gz.length
}
console.log(JSON.stringify({ precompress: sum }))

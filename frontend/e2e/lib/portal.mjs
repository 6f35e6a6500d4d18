// The real program on a database of its own, for one file of stories.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const binary = process.env.ONESTOP_BIN || fileURLToPath(new URL('../../../bin/onestop', import.meta.url))
const patience = 90_000 // ms

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Asks until the condition gives something true; fails with the last error when patience ends. */
export async function until(condition, what, limit = patience) {
  const end = Date.now() + limit
  let last
  while (Date.now() < end) {
    try {
      const answer = await condition()
      if (answer) return answer
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`waited ${limit / 1000} s for ${what}`, { cause: last })
}

function seed(folder, date) {
  execFileSync(binary, ['seed', ...(date ? ['--date', date] : []), '--db', `sqlite:${join(folder, 'onestop.db')}`], { cwd: folder, stdio: 'pipe' })
}

/**
 * Fills the folder with the demo county. A run of several files makes each
 * county once, under ONESTOP_STORY_COUNTIES, and every file gets a copy.
 */
async function makeCounty(folder, date) {
  const shared = process.env.ONESTOP_STORY_COUNTIES
  if (!shared) return seed(folder, date)
  const kept = join(shared, date ?? 'today')
  if (begin(`${kept}.making`)) {
    const making = mkdtempSync(join(shared, 'making-'))
    seed(making, date)
    renameSync(making, kept)
  }
  await until(() => existsSync(kept), `the county of ${date ?? 'today'}`)
  cpSync(kept, folder, { recursive: true })
}

/** Whether this process is the first to make the folder. */
function begin(folder) {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

/**
 * Starts `onestop serve --demo` on a demo county of its own and waits until it is ready.
 *
 * @param {{args?: string[], env?: Record<string, string>, seedDate?: string, empty?: boolean}} options more flags and environment, such as a simulated clock, the day on which the demo's present begins, or no demo at all: an empty database
 * @returns {Promise<{base: string, folder: string, said: () => string, stop: () => Promise<void>}>}
 */
export async function startPortal({ args = [], env = {}, seedDate, empty = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'onestop-story-'))
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  if (!empty) await makeCounty(folder, seedDate)
  const child = spawn(
    binary,
    ['serve', ...(empty ? [] : ['--demo']), '--addr', `127.0.0.1:${port}`, '--db', `sqlite:${join(folder, 'onestop.db')}`, ...args],
    { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  let ended = false
  child.stdout.on('data', (text) => (said += text))
  child.stderr.on('data', (text) => (said += text))
  const end = new Promise((resolve) => {
    child.on('error', (error) => {
      said += error.message
      ended = true
      resolve()
    })
    child.on('exit', () => {
      ended = true
      resolve()
    })
  })
  async function stop() {
    if (!ended) {
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await end
      clearTimeout(hard)
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await until(async () => {
      if (ended) throw new Error(`onestop ended:\n${said}`)
      return (await fetch(`${base}/readyz`)).ok
    }, 'the portal', patience)
  } catch (error) {
    await stop()
    throw new Error(`${error.message}\n${said}`, { cause: error })
  }
  return { base, folder, said: () => said, stop }
}

/** Signs in by the page, as a person would, and waits until the login page is left. */
export async function login(page, name, password) {
  // A page whose session has ended may be on its way there itself, and would get in between.
  await until(() => page.goto('/login').then(() => true), 'the login page', 15_000)
  await page.locator('#f-name').fill(name)
  await page.locator('#f-password').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

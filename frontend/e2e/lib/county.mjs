// What the people of the county do on the staff pages, and the clock of the simulated county.
import assert from 'node:assert/strict'
import { visitor } from './browser.mjs'
import { ask } from './applicant.mjs'
import { login, until } from './portal.mjs'

export const password = 'Yizhanban-2026'

/** The people of one county: everybody keeps a window, and signs in again when the clock has ended the session. */
export function county(browser, base) {
  const windows = new Map()
  const secrets = new Map()
  const known = new Set() // signed in by the page once

  /** The window of a person, signed in. */
  async function as(name, options = {}) {
    let page = windows.get(name)
    if (!page) {
      page = await visitor(browser, { base, ...options })
      windows.set(name, page)
      await page.goto('/login')
    }
    const inside = await page.evaluate(async () => (await (await fetch('/api/v1/session')).json())?.session ?? null).catch(() => null)
    const secret = secrets.get(name) ?? password
    if (!inside && known.has(name)) await until(() => signInAgain(page, name, secret), `${name} to sign in again`, 15_000)
    else if (!inside) await login(page, name, secret)
    known.add(name)
    return page
  }

  /** Puts the clock of the county to a Shanghai time such as "2026-02-09 10:00", never back. */
  async function clock(time) {
    const answer = await fetch(`${base}/api/v1/demo/clock`)
    const { now } = await answer.json()
    const to = `${time.replace(' ', 'T')}:00+08:00`
    if (Date.parse(to) <= Date.parse(now)) return
    // from no page: one may be leaving for the login just then, its session ended by the clock before
    const fresh = await fetch(`${base}/api/v1/session`)
    const cookies = fresh.headers.getSetCookie().map((one) => one.split(';')[0])
    const token = decodeURIComponent(cookies.find((one) => one.startsWith('onestop_csrf='))?.slice('onestop_csrf='.length) ?? '')
    const put = await fetch(`${base}/api/v1/demo/clock`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', Cookie: cookies.join('; '), 'X-CSRF-Token': token },
      body: JSON.stringify({ now: to }),
    })
    assert.equal(put.status, 200, `the clock: ${put.status} ${await put.text()}`)
  }

  return { as, clock, windows, secrets }
}

/** Signs in by the API whoever has signed in by the page before. */
function signInAgain(page, name, secret) {
  return page.evaluate(
    async ([user, word]) => {
      await fetch('/api/v1/session') // an ended session takes its token with it
      const token = decodeURIComponent(/onestop_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? '')
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': token }
      const answer = await fetch('/api/v1/session/login', { method: 'POST', headers, body: JSON.stringify({ login: user, password: word }) })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return true
    },
    [name, secret],
  )
}

const field = (name) => `dialog[open] #f-${name.replace(/[^A-Za-z0-9_-]+/g, '-')}`

/** Fills the fields of the open dialog: a text by its field, true by ticking a radio of that value. */
async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (value && typeof value === 'object') await page.locator(`dialog[open] input[type=radio][value="${value.choose}"]`).check()
    else {
      const at = page.locator(field(name))
      if ((await at.evaluate((element) => element.tagName)) === 'SELECT') await at.selectOption({ label: value })
      else {
        await at.fill(String(value))
        await at.blur()
      }
    }
  }
}

/** Sends the open dialog and waits until it is gone; an error in it fails with its words. */
async function send(page, what) {
  const dialog = page.locator('dialog[open]')
  await dialog.locator('button[type=submit]').click()
  const went = await Promise.race([
    dialog.waitFor({ state: 'detached' }).then(() => true),
    dialog.locator('.error-summary, .notice.warn:has(ul), .notice.error').first().waitFor().then(() => false),
  ])
  if (!went) assert.fail(`${what}: ${await dialog.innerText()}`)
}

/** Who moved which case last: its page shows what came of it, and need not be opened again. */
const last = { page: null, caseId: 0 }

async function open(page, caseId) {
  if (last.page === page && last.caseId === caseId && page.url().endsWith(`/staff/cases/${caseId}`)) return
  Object.assign(last, { page, caseId })
  await page.goto(`/staff/cases/${caseId}`)
  await page.locator('.case-head').waitFor()
}

/** A move of the case from its desk, by the words on its button. */
export async function move(page, caseId, words, fields = {}) {
  await open(page, caseId)
  const button = page.locator('.case-actions').getByRole('button', { name: words, exact: true })
  await until(async () => (await button.count()) > 0, `“${words}” at ${page.url()}: ${await page.locator('.case-actions').innerText()}`, 8_000)
  if (!(await button.isVisible())) await page.locator('.case-actions summary').click()
  await button.click()
  await page.locator('dialog[open]').waitFor()
  await fill(page, fields)
  await send(page, words)
}

/** Takes and ends every step of the case that stands before the decision and is this person's. */
export async function review(page, caseId, remark = '经审查，材料齐全，符合规定') {
  await open(page, caseId)
  for (let step = 0; step < 6; step++) {
    const claim = page.locator('.step-verbs').getByRole('button', { name: /^领取/ }).first()
    if (await claim.count()) {
      await claim.click()
      await claim.waitFor({ state: 'detached' }).catch(() => {})
    }
    const done = page.locator('.step-verbs').getByRole('button', { name: /^办毕/ }).first()
    if (!(await done.count())) return
    // the button may be that of a step just ended, on its way out: then it is looked for once more
    if (!(await done.click({ timeout: 5_000 }).then(() => true, () => false))) continue
    await page.locator('dialog[open]').waitFor()
    if (await page.locator(field('with')).count()) await fill(page, { with: '张志强、王明辉' })
    const agree = page.locator('dialog[open] input[type=radio][value="AGREE"]')
    if ((await agree.count()) && !(await page.locator('dialog[open] input[type=radio]:checked').count())) await agree.check()
    await fill(page, { remark })
    const anew = page.waitForResponse((answer) => answer.request().method() === 'GET' && new URL(answer.url()).pathname === `/api/v1/cases/${caseId}`)
    await send(page, '办毕')
    await anew
    await page.waitForFunction(() => !document.querySelector('.skeleton'))
  }
}

/** The dates of a case as its page has them. */
export async function datesOf(page, caseId) {
  const { case: one } = await ask(page, `/cases/${caseId}`)
  return { status: one.status, received: one.receivedOn, accepted: one.acceptedOn, promised: one.promisedDue, legal: one.legalDue, decided: one.decidedOn, deemed: one.deemed }
}

// The story of one project, from registration to rating, on the clock of a simulated county: an
// enterprise, its agent, the windows and the departments, each at their own page.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { apply, ask } from './lib/applicant.mjs'
import { launch, picture, visitor } from './lib/browser.mjs'
import { sound } from './lib/checks.mjs'
import { county, datesOf, move, review } from './lib/county.mjs'
import { login, startPortal, until } from './lib/portal.mjs'

const start = '2025-09-22'
const secret = 'Hengyuan-Bomo-41' // of those who register in the story
let browser
let portal
let people

before(async () => {
  const { ONESTOP_BASE: base } = process.env // one that runs already, for trying out
  portal = base ? { base, stop: async () => {} } : await startPortal({ seedDate: start, args: ['--sim-clock', `${start}T09:00:00+08:00`] })
  browser = await launch()
  people = county(browser, portal.base)
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

/** The check character of a credit code (GB 32100). */
function creditCode(seventeen) {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const sum = [...seventeen].reduce((total, letter, at) => total + letters.indexOf(letter) * weights[at], 0)
  return seventeen + letters[(31 - (sum % 31)) % 31]
}

const licence = { name: 'licence.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') }

/** A person registers an enterprise, asks to be verified, and the window confirms it. */
async function register(player) {
  const page = await visitor(browser, { base: portal.base, size: player.size, lang: player.lang })
  await page.goto('/register')
  const fields = { uscc: player.uscc, enterpriseName: player.firm, legalPerson: '林海', name: '陈静', phone: player.phone, login: player.login, password: secret, again: secret }
  for (const [name, value] of Object.entries(fields)) await page.locator(`#f-${name}`).fill(value)
  await page.locator('main form button[type=submit]').click()
  await page.locator('.panel').waitFor().catch(async () => assert.fail(await page.locator('main').innerText()))
  people.windows.set(player.login, page)
  people.secrets.set(player.login, secret)
  await login(page, player.login, secret)
  await page.goto('/me/enterprise')
  await page.locator('main form input[type=file]').nth(1).waitFor({ state: 'attached' })
  for (const input of await page.locator('main form input[type=file]').all()) await input.setInputFiles(licence)
  const asked = page.locator('main form button[type=submit]')
  await until(async () => {
    await asked.click()
    return page.locator('main form input[type=file]').count().then((n) => n === 0)
  }, 'the request for verification', 15_000)

  const window = await people.as('window')
  await window.goto('/staff/enterprises')
  await window.getByRole('button', { name: `核验 ${player.firm}`, exact: true }).click()
  for (const point of await window.locator('dialog[open] input[type=checkbox]').all()) await point.check()
  await window.locator('dialog[open]').getByRole('button', { name: '确认核验' }).click()
  await window.locator('dialog[open]').waitFor({ state: 'detached' })
}

/** The enterprise enters its project. */
async function enterProject(player) {
  const page = await people.as(player.login)
  await page.goto('/me/projects/new')
  await page.locator('#f-name').fill(player.project)
  await page.locator('#f-address').fill('示范县新材料产业园创新路8号')
  await page.locator('#f-investFen').fill('32000')
  await page.locator('#f-landM2').fill('120')
  await page.locator('#f-plannedStart').fill('2026-03-02')
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL(/\/me\/projects\/\d+$/)
  player.projectId = Number(new URL(page.url()).pathname.split('/').pop())
}

async function hand(player, item, answers = {}) {
  const page = await people.as(player.login)
  const made = await apply(page, item, {
    project: player.project,
    answers: { ...answers, projectCode: player.code || undefined },
    look: (name) => (player.pictures ? picture(page, `story-${item}-${name}-${player.size}-${player.lang}`) : undefined),
  })
  await sound(page)
  return made.id
}

async function atDesk(name, caseId, words, fields) {
  await move(await people.as(name), caseId, words, fields)
}

const delivered = { 'delivery.how': { choose: 'DIRECT' }, 'delivery.recipient': '陈静' }

async function rate(player, caseId, stars) {
  const page = await people.as(player.login)
  await page.goto(`/cases/${caseId}`)
  await page.locator('main h1').waitFor()
  await sound(page)
  await page.locator(`main input[type=radio][value="${stars}"]`).check()
  await page.locator('main form:has(input[type=radio]) button[type=submit]').click()
  await until(async () => (await ask(page, `/cases/${caseId}/rating`))?.rating?.stars === stars, 'the rating')
}

/** Somebody who plays the story; a trial on a running portal takes other numbers each time. */
function player(name, place, more) {
  const trial = process.env.ONESTOP_BASE ? String(Date.now()).slice(-4) : '0000'
  return {
    login: `story-${name}-${trial}`,
    firm: `恒远${name}${trial}新材料（示范）有限公司`,
    uscc: creditCode(`91140999MA${trial}0${place}X`),
    phone: `1380000${String(1000 + place)}`,
    project: `年产3万吨高性能薄膜项目（${name}）`,
    size: 'desk',
    lang: 'zh',
    ...more,
  }
}
const main = player('a', 1, { pictures: true })

/** What of the project decides: a site of its own in the town, an environmental form, nothing special. */
const site = { landMode: 'EXISTING_RIGHT', fireClass: 'OTHER' }

/** One act of the story; after one that failed the rest makes no sense. */
let broken = ''
function act(name, play) {
  test(name, async () => {
    if (broken) assert.fail(`not played: “${broken}” failed`)
    broken = name
    await play()
    broken = ''
  })
}

describe('one project, from registration to rating', () => {
  act('09-22: an enterprise registers, is verified and enters its project', async () => {
    await people.as('window')
    await register(main)
    await enterProject(main)
  })

  act('09-24: the project gets its agent, and the enterprise its mandate', async () => {
    await people.clock('2025-09-24 09:30')
    const window = await people.as('taskforce')
    await window.goto(`/staff/projects/${main.projectId}`)
    await window.getByRole('button', { name: /指派|分派/ }).first().click()
    await until(async () => (await ask(window, `/projects/${main.projectId}`)).project.agentId > 0, 'the agent of the project')
    await sound(window)
  })

  act('10-16: the filing is handed in and filed the same day, and the project has its code', async () => {
    await people.clock('2025-10-16 09:00')
    const filing = await hand(main, 'TZ-01')
    await atDesk('window', filing, '备案')
    const page = await people.as(main.login)
    assert.deepEqual((await datesOf(page, filing)).status, 'FILED')
    const { project } = await ask(page, `/projects/${main.projectId}`)
    main.code = project.code
  })
})

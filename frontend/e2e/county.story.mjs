// The story of one project, from registration to rating, on the clock of a simulated county: an
// enterprise, its agent, the windows and the departments, each at their own page.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { apply, applyShortly, ask } from './lib/applicant.mjs'
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

/** A person registers an enterprise and asks to be verified. */
async function askToRegister(player) {
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
    if ((await asked.count()) === 0) return true
    await asked.click({ timeout: 1000 }).catch(() => undefined) // refused while a file is still on its way
    return false
  }, 'the request for verification', 15_000)
}

/** The window confirms it. */
async function verify(player) {
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
  if (!player.looked) await sound(page)
  player.looked = true
  return made.id
}

/** The same for an item whose form and pages were walked before: the sample's answers are written by the API. */
async function handShortly(player, item, answers = {}) {
  const page = await people.as(player.login)
  const made = await applyShortly(page, item, { projectId: player.projectId, answers: { ...answers, projectCode: player.code || undefined } })
  return made.id
}

/** Everybody at once, each in a window of their own. */
const each = (players, what) => Promise.all(players.map(what))

async function atDesk(name, caseId, words, fields) {
  await move(await people.as(name), caseId, words, fields)
}

const delivered = { 'delivery.how': { choose: 'DIRECT' }, 'delivery.recipient': '陈静' }

async function rate(player, caseId, stars) {
  const page = await people.as(player.login)
  await page.goto(`/cases/${caseId}`)
  await page.locator('main h1').waitFor()
  await sound(page)
  await page.locator(`main label.star:has(input[value="${stars}"])`).click()
  await page.locator('main form:has(input[type=radio]) button[type=submit]').click()
  await until(async () => (await ask(page, `/cases/${caseId}/rating`))?.rating?.level === stars, 'the rating')
}

/** Somebody who plays the story; a trial on a running portal takes other numbers each time. */
function player(name, place, more) {
  const trial = process.env.ONESTOP_BASE ? String(Date.now()).slice(-4) : '0000'
  return {
    place,
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
/** What decides the parts of the second stage: a site of its own in the town, without anything special. */
const town = {
  buildJointDesignReview: false,
  buildConstruction: true,
  landPlanningArea: 'URBAN',
  sitePlan: false,
  landNeedsConversion: false,
  buildTemporaryBuilding: false,
  civilDefence: false,
  caseCivilDefenceOffsite: false,
  buildOverLimitHighRise: false,
  landRelicsControlZone: false,
  landMode: 'LEASED_PREMISES',
}
/** Of the third stage: a special construction work in a village, whose fire design is reviewed. */
const stageThree = {
  drawingReview: false,
  fireClass: 'SPECIAL',
  buildConstructionPermitRequired: true,
  caseSpecialFireDesign: true,
  buildLightningSpecial: false,
  opsSewerDischarge: false,
  buildWaste: false,
  investTenderMandatory: false,
  safetyHazardous: false,
  buildConstruction: true,
  landPlanningArea: 'RURAL',
  landMode: 'LEASED_PREMISES',
  investRoute: 'FILING',
}
let environment, forgotten, third, fire, construction

const main = player('a', 1, { pictures: true })

const others = [
  ['zh', 'phone'],
  ['en', 'desk'],
].map(([lang, size], at) => player(lang === 'en' ? 'b' : 'c', at + 2, { lang, size, pictures: true }))

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

/** The part of a set that is of this item. */
async function partOf(setId, item) {
  const { rows } = await ask(await people.as('window'), `/cases/${setId}/parts`)
  return rows.find((row) => row.itemCode === item)
}

/** From acceptance by the window to the paper in the applicant's hand. */
async function decide(caseId, { reviewer = 'reviewer', approver = 'approver', reviewed, decided, upper = {} }) {
  if (reviewed) await people.clock(reviewed)
  await review(await people.as(reviewer), caseId)
  if (decided) await people.clock(decided)
  await grant(approver, caseId, upper)
}
async function grant(approver, caseId, upper = {}) {
  await atDesk(approver, caseId, '准予', upper)
  await atDesk('window', caseId, '制证')
  await atDesk('window', caseId, '送达办结', delivered)
}

/** The dates of a case of the first enterprise, those that are named. */
async function dated(caseId, want) {
  const now = await datesOf(await people.as(main.login), caseId)
  assert.deepEqual(Object.fromEntries(Object.keys(want).map((name) => [name, now[name]])), want)
}

/** What the page of a case says to its applicant. */
async function reads(caseId, ...texts) {
  const page = await people.as(main.login)
  await page.goto(`/cases/${caseId}`)
  for (const text of texts) await page.locator('main').getByText(text).first().waitFor()
}

describe('one project, from registration to rating', () => {
  act('09-22: an enterprise registers, is verified and enters its project', async () => {
    await people.as('window')
    await askToRegister(main)
    await verify(main)
    await enterProject(main)
  })

  act('09-22: so do one on a phone and one in English', async () => {
    await each(others, askToRegister)
    for (const one of others) await verify(one)
    await each(others, enterProject)
  })

  act('09-24: the project gets its agent', async () => {
    await people.clock('2025-09-24 09:30')
    const lead = await people.as('taskforce')
    await lead.goto(`/staff/projects/${main.projectId}`)
    await lead.getByRole('button', { name: '分派领办员' }).click()
    await until(async () => (await ask(lead, `/projects/${main.projectId}`)).project.agentId > 0, 'the agent of the project', 10_000)
    await sound(lead)
  })

  act('10-09: the planning conditions are asked for, five working days; they are there on 10-14', async () => {
    await people.clock('2025-10-09 09:10')
    const conditions = await handShortly(main, 'LX-02')
    await dated(conditions, { received: '2025-10-09', promised: '2025-10-15' })
    await atDesk('reviewer', conditions, '开始办理')
    await people.clock('2025-10-14 16:00')
    await atDesk('reviewer', conditions, '办结')
    await dated(conditions, { status: 'DONE', decided: '2025-10-14' })
  })

  act('10-16: the filing is handed in and filed the same day; the project has its code', async () => {
    await people.clock('2025-10-16 09:00')
    await each([main, ...others], async (one) => (one.filing = await hand(one, 'TZ-01')))
    for (const one of [main, ...others]) {
      await atDesk('window', one.filing, '备案', { projectCode: `2510-140999-04-01-20000${one.place}` })
      const page = await people.as(one.login)
      const { status, decided } = await datesOf(page, one.filing)
      assert.deepEqual({ status, decided }, { status: 'FILED', decided: '2025-10-16' })
      one.code = (await ask(page, `/projects/${one.projectId}`)).project.code
      assert.equal(one.code, `2510-140999-04-01-20000${one.place}`)
    }
  })

  act('10-17 to 12-02: the parcel is noticed, listed from 11-07 to 11-17, struck on 11-18 and contracted on 12-02', async () => {
    await people.clock('2025-10-17 09:00')
    const parcel = await handShortly(main, 'LX-03')
    await atDesk('window', parcel, '受理')
    await dated(parcel, { accepted: '2025-10-17', promised: '2025-12-12', legal: null })
    await people.clock('2025-11-07 09:00')
    await reads(parcel, '2025年12月12日')
    await review(await people.as('reviewer'), parcel)
    await decide(parcel, { reviewer: 'ggzy-cb1', reviewed: '2025-11-18 15:00', decided: '2025-12-02 10:00' })
    await dated(parcel, { status: 'DELIVERED', decided: '2025-12-02' })
  })

  act('12-02: the land permit, three working days, and the certificate; both are there on Friday 12-05', async () => {
    await people.clock('2025-12-02 15:30')
    const land = await handShortly(main, 'LX-05')
    await atDesk('window', land, '受理')
    await dated(land, { accepted: '2025-12-02', promised: '2025-12-05', legal: '2025-12-30' })
    await people.clock('2025-12-03 09:10')
    const title = await handShortly(main, 'LX-17')
    await atDesk('window', title, '受理')
    await dated(title, { accepted: '2025-12-03', promised: '2025-12-08' })
    await people.clock('2025-12-04 10:00')
    for (const one of [land, title]) await review(await people.as('reviewer'), one)
    await people.clock('2025-12-05 10:00')
    for (const one of [land, title]) {
      await grant('approver', one)
      await dated(one, { status: 'DELIVERED', decided: '2025-12-05' })
    }
    await reads(title, '不动产权证书')
  })

  act('01-12: the environmental form is accepted; ten working days promise 01-26', async () => {
    await people.clock('2026-01-12 09:00')
    environment = await handShortly(main, 'LX-09')
    await atDesk('window', environment, '受理')
    await dated(environment, { received: '2026-01-12', accepted: '2026-01-12', promised: '2026-01-26' })
    await reads(environment, '2026年1月26日')
  })

  act('01-26: the environmental form is approved on its promised day', async () => {
    await people.clock('2026-01-23 09:00')
    await review(await people.as('sthj-cb1'), environment)
    await atDesk('sthj-cb1', environment, '转报上级机关', { competentBody: '示范市生态环境局' })
    await people.clock('2026-01-26 10:00')
    await grant('sthj-sp1', environment, { 'decision.upper': '示范市生态环境局', 'decision.upperNo': '示市环审〔2026〕7号', 'decision.upperOn': '2026-01-26' })
    await dated(environment, { status: 'DELIVERED', decided: '2026-01-26' })
  })

  act('02-09: the second stage is handed in on one form and accepted; the permit is due on 02-25, over the make-up Saturday', async () => {
    await people.clock('2026-02-09 09:00')
    await each([main, ...others], async (one) => (one.set = await hand(one, 'BL-02', town)))
    for (const one of [main, ...others]) one.permit = (await partOf(one.set, 'GJ-02')).id
    for (const one of [main, ...others]) {
      await atDesk('window', one.permit, '受理')
      const { accepted, promised, legal } = await datesOf(await people.as(one.login), one.permit)
      assert.deepEqual({ accepted, promised, legal }, { accepted: '2026-02-09', promised: '2026-02-25', legal: '2026-03-13' })
    }
  })

  act('02-09, variant B: another permit lies at the window', async () => {
    forgotten = await handShortly(main, 'GJ-02')
    const { received, status } = await datesOf(await people.as(main.login), forgotten)
    assert.deepEqual({ received, status }, { received: '2026-02-09', status: 'SUBMITTED' })
  })

  act('02-09, variant C: the third stage waits for the fire review, and that for its experts', async () => {
    third = await hand(main, 'BL-03', { ...stageThree, planningPermitNo: '建字第140999202600012号' })
    fire = (await partOf(third, 'SG-02')).id
    assert.equal((await partOf(third, 'SG-05')).status, 'PENDING')
    await atDesk('window', fire, '受理')
    await people.clock('2026-02-13 10:00')
    await review(await people.as('zjj-cb1'), fire, '转专家评审')
    await atDesk('zjj-cb1', fire, '启动特别程序', { 'pause.reason': { choose: 'EXPERT_REVIEW' }, 'pause.from': '2026-02-13', 'pause.plannedEnd': '2026-03-03', reason: '特殊建设工程，需专家评审' })
    assert.equal((await datesOf(await people.as('zjj-cb1'), fire)).status, 'SPECIAL_PROCEDURE')
    await reads(fire, '2026年3月3日')
  })

  act('02-14, variant B: on the fifth working day, a make-up Saturday, the window may still accept or refuse it', async () => {
    await people.clock('2026-02-14 23:00')
    await dated(forgotten, { status: 'SUBMITTED', accepted: null, deemed: false })
  })

  act('02-15, variant B: it counts as accepted from the day of receipt; the due day stays; the receiver has a red card', async () => {
    await people.clock('2026-02-15 00:05')
    await until(async () => (await datesOf(await people.as(main.login), forgotten)).deemed, 'the permit to count as accepted', 10_000)
    const page = await people.as(main.login)
    await page.goto(`/cases/${forgotten}`)
    await page.getByText('视为受理').first().waitFor()
    await picture(page, 'story-deemed')
    const { accepted, promised, deemed } = await datesOf(page, forgotten)
    assert.deepEqual({ accepted, promised, deemed }, { accepted: '2026-02-09', promised: '2026-02-25', deemed: true })
    const board = await people.as('supervisor')
    await board.goto('/staff/board')
    await board.locator('main h1').waitFor()
    const cards = await until(async () => {
      const { rows } = await ask(board, '/cards?colour=RED&limit=200')
      const its = rows.filter(({ caseId }) => caseId === forgotten)
      return its.length ? its : undefined
    }, 'the red card', 10_000)
    assert.deepEqual(cards.map(({ colour, status }) => ({ colour, status })), [{ colour: 'RED', status: 'DRAFT' }])
  })

  act('02-25: the permit is decided and handed over', async () => {
    await people.clock('2026-02-24 15:00')
    for (const one of [main, ...others]) await review(await people.as('reviewer'), one.permit)
    await people.clock('2026-02-25 09:30')
    for (const one of [main, ...others]) {
      await atDesk('approver', one.permit, '准予')
      await atDesk('window', one.permit, '制证')
      await atDesk('window', one.permit, '送达办结', delivered)
      const { status, decided } = await datesOf(await people.as(one.login), one.permit)
      assert.deepEqual({ status, decided }, { status: 'DELIVERED', decided: '2026-02-25' })
    }
  })

  act('02-25: the construction permit is received and accepted; 3 working days end on Saturday 02-28, 7 calendar days on 03-04', async () => {
    await people.clock('2026-02-25 14:00')
    construction = await hand(main, 'SG-05', { planningPermitNo: '建字第140999202600011号', fireClass: 'OTHER', drawingReview: false })
    await atDesk('window', construction, '受理')
    await dated(construction, { received: '2026-02-25', accepted: '2026-02-25', promised: '2026-02-28', legal: '2026-03-04' })
    await decide(construction, { reviewer: 'zjj-cb1', approver: 'zjj-sp1', reviewed: '2026-02-27 15:00', decided: '2026-02-28 10:00' })
    await dated(construction, { status: 'DELIVERED', decided: '2026-02-28' })
    await reads(construction, '2026年2月28日', '建筑工程施工许可证')
  })

  act('03-02, variant C: works could begin, but the stage of the other site is still blocked by its fire review', async () => {
    await people.clock('2026-03-02 09:00')
    const page = await people.as(main.login)
    await page.goto(`/cases/${third}`)
    await page.locator('main h1').waitFor()
    await picture(page, 'story-blocked')
    assert.equal((await partOf(third, 'SG-05')).status, 'PENDING')
    assert.equal((await datesOf(await people.as('zjj-cb1'), fire)).status, 'SPECIAL_PROCEDURE')
    await people.clock('2026-03-04 09:00')
    await until(async () => (await datesOf(await people.as('zjj-cb1'), fire)).status !== 'SPECIAL_PROCEDURE', 'the fire review to go on by itself', 10_000)
  })

  act('the enterprises rate, the one on the phone and the one in English too', async () => {
    await rate(main, construction, 5)
    await each(others, (one) => rate(one, one.permit, 4))
  })
})

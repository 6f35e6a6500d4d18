// Joint stages (并联审批) on the clock of a simulated county: one form, one acceptance by the lead, each part on
// its own clock, opinions whose silence counts, a refused part, the stage's own dates (R-PAR-01…06).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { apply, ask } from './lib/applicant.mjs'
import { launch, picture, visitor } from './lib/browser.mjs'
import { largePrint, sound } from './lib/checks.mjs'
import { county, move, review } from './lib/county.mjs'
import { login, startPortal, until } from './lib/portal.mjs'

const start = '2025-09-22'
let browser
let portal
let people

before(async () => {
  const { ONESTOP_BASE: base } = process.env // one that runs already, for trying out
  portal = base ? { base, stop: async () => {} } : await startPortal({ seedDate: start, args: ['--sim-clock', `${start}T09:00:00+08:00`] })
  browser = await launch()
  people = county(browser, portal.base)
  await people.as('window')
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

/** The first stage with an environmental form, soil and water, and temporary land; one department each. */
const stageOne = {
  landTemporaryUse: true,
  envEiaClass: 'FORM',
  quotaRequired: false,
  planKind: 'REPORT',
  waterFloodImpact: false,
  waterAbstraction: false,
  landForest: false,
  buildSeismicEvaluation: false,
  landRelicsArea: false,
  landMode: 'LEASED_PREMISES',
  investRoute: 'FILING',
}
/** The second stage of works in the town with a civil air-defence basement. */
const stageTwo = {
  buildJointDesignReview: false,
  buildConstruction: true,
  landPlanningArea: 'URBAN',
  sitePlan: false,
  landNeedsConversion: false,
  buildTemporaryBuilding: false,
  civilDefence: true,
  caseCivilDefenceOffsite: false,
  buildOverLimitHighRise: false,
  landRelicsControlZone: false,
  landMode: 'LEASED_PREMISES',
}

let set
let parts

async function readSet() {
  const page = await people.as('leaddept2')
  const { case: one, clocks } = await ask(page, `/cases/${set.id}`)
  const { rows } = await ask(page, `/cases/${set.id}/parts`)
  parts = Object.fromEntries(rows.map((part) => [part.itemCode, part]))
  return { one, cap: (clocks ?? []).find(({ kind }) => kind === 'J'), rows }
}
/** The project of the enterprise, entered on its page, with the code that its filing brings. */
async function project(page) {
  const { rows } = await ask(page, '/projects')
  if (rows.length) return rows[0].name
  const name = '年产2万吨高性能薄膜项目'
  const fields = { name, address: '示范县新材料产业园创新路8号', investFen: '32000', landM2: '120', plannedStart: '2026-03-02' }
  await page.goto('/me/projects/new')
  for (const [field, value] of Object.entries(fields)) await page.locator(`#f-${field}`).fill(value)
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL(/\/me\/projects\/\d+$/)
  const filing = await apply(page, 'TZ-01', { project: name })
  await move(await people.as('window'), filing.id, '备案', { projectCode: '2509-140999-04-01-300001' })
  return name
}
async function joint(name, options = {}) {
  const page = await people.as(name, options)
  await page.goto(`/staff/joint/${set.id}`)
  await page.locator('.ui-table tbody tr, table tbody tr').first().waitFor()
  return page
}
const dialog = (page) => page.locator('dialog[open]')

test('the first stage is handed in on one form; the lead accepts its parts in one act, and sees their dates before', async () => {
  const page = await people.as('enterprise')
  set = await apply(page, 'BL-01', { project: await project(page), answers: stageOne })
  await readSet()
  assert.deepEqual(Object.keys(parts).sort(), ['LX-07', 'LX-09', 'LX-11'])

  const lead = await joint('leaddept2')
  await sound(lead)
  await lead.getByRole('button', { name: '一次受理' }).click()
  await dialog(lead).locator('.joint-dues b').nth(5).waitFor()
  await picture(lead, 'joint-accept', { whole: false })
  await sound(lead)
  const shown = await dialog(lead).locator('.joint-dues').allInnerTexts()
  await dialog(lead).getByRole('button', { name: '受理所选 3 项' }).click()
  await lead.locator('.notice.success', { hasText: '已受理 3 项' }).waitFor()
  await lead.getByRole('button', { name: '一次受理' }).waitFor({ state: 'detached' })

  const { one, cap, rows } = await readSet()
  for (const { itemCode, acceptedOn, promisedDue, legalDue } of rows) {
    assert.equal(acceptedOn, start, itemCode)
    const told = [promisedDue, legalDue].map((date) => date.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1年$2月$3日'))
    assert.ok(shown.some((line) => told.every((date) => line.includes(date))), `${itemCode}: ${told} in ${shown}`)
  }
  assert.ok(new Set(rows.map(({ promisedDue }) => promisedDue)).size === 3, 'each part has a clock of its own')
  assert.equal(one.dueOn, rows.map(({ promisedDue }) => promisedDue).sort().at(-1), 'the stage is due with its last part')
  assert.equal(cap.dueOn, '2025-11-28', '45 working days, over the holidays of October')
  await picture(lead, 'joint-desk')
  await sound(lead)
})

test('the desk of the set shows what happens to its parts by itself, at both sizes and in both languages', async () => {
  const looks = [{ size: 'phone', lang: 'en' }, { size: 'phone', large: true }, { theme: 'dark' }]
  const views = []
  for (const look of looks) {
    const page = await visitor(browser, { base: portal.base, ...look })
    await login(page, 'leaddept2', 'Yizhanban-2026')
    await page.goto(`/staff/joint/${set.id}`)
    await page.locator('table tbody tr').nth(2).waitFor()
    await sound(page)
    if (look.large) await largePrint(page)
    await picture(page, `joint-desk-${Object.values(look).join('-')}`)
    views.push(page)
  }
  const soil = parts['LX-11'].id
  const before = await views[2].locator('table tbody tr').allInnerTexts()
  const reviewer = await people.as('slj-cb1')
  const reason = { choose: 'EXPERT_REVIEW' }
  await move(reviewer, soil, '启动特别程序', { 'pause.reason': reason, 'pause.from': '2025-09-23', 'pause.plannedEnd': '2025-09-25', reason: '组织专家评审' })
  await until(async () => JSON.stringify(await views[2].locator('table tbody tr').allInnerTexts()) !== JSON.stringify(before), 'the pause on the open desk', 10_000)
  await views[0].getByText('Special procedure').first().waitFor()
  for (const page of views) await page.context().close()

  const { cap } = await readSet()
  assert.equal(parts['LX-11'].promisedDue, '2025-10-09', 'three working days later')
  assert.equal(cap.dueOn, '2025-11-28', 'the others go on, and so does the limit of the set')
})

test('a department is asked; its silence counts where a rule says so, and is marked', async () => {
  await people.clock('2025-09-26 09:00')
  const page = await people.as('slj-cb1')
  await page.goto(`/staff/cases/${parts['LX-11'].id}`)
  await page.getByRole('tab', { name: /征求意见/ }).click()
  await page.getByRole('button', { name: '征求意见' }).first().click()
  await dialog(page).locator('#f-dept').selectOption({ label: '自然资源局' })
  await dialog(page).locator('#f-question').fill('弃渣场是否占用永久基本农田？')
  await dialog(page).locator('input[type=radio][value=DEEMED_NO_OBJECTION]').check()
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).locator('.error-summary').waitFor() // no rule cited
  await dialog(page).locator('#f-rule').fill('示范县部门征求意见办法第六条')
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).waitFor({ state: 'detached' })
  await page.locator('.opinion-list li', { hasText: '2025年9月30日' }).waitFor()
  await sound(page)
  await people.clock('2025-10-09 09:00')
  const again = await people.as('slj-cb1')
  await again.goto(`/staff/cases/${parts['LX-11'].id}`)
  await again.getByRole('tab', { name: /征求意见/ }).click()
  await again.locator('.opinion-list li', { hasText: '逾期视为无异议' }).waitFor()
  await picture(again, 'joint-silence')
  await sound(again)
})

test('a refused part stops, the others go on, and the lead is asked to coordinate', async () => {
  const land = parts['LX-07'].id
  await review(await people.as('reviewer'), land)
  const refusal = { 'decision.findings': '拟用地块位于永久基本农田', 'decision.articles': '土地管理法第五十七条', reason: '不符合临时用地条件' }
  await move(await people.as('approver'), land, '不予许可', refusal)
  const { one } = await readSet()
  assert.equal(parts['LX-07'].status, 'REFUSED')
  assert.deepEqual([parts['LX-09'].decidedOn, one.status], [null, 'IN_PROGRESS'])
  const lead = await joint('leaddept2')
  await lead.getByRole('tab', { name: '经过' }).click()
  await lead.getByText('请牵头部门协调').first().waitFor()
  await lead.goto('/staff/queue')
  await lead.locator('tr', { hasText: '协调' }).first().waitFor()
  await picture(lead, 'joint-coordinate')
})

test('the government’s leader extends the limit of the set once, and the notice of it is written', async () => {
  const page = await joint('leader', { size: 'phone' })
  await page.getByRole('button', { name: '延长联合期限' }).click()
  await dialog(page).locator('#f-days').fill('16')
  await dialog(page).locator('#f-reason').fill('专家意见不一，情况复杂')
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).locator('.error-summary').waitFor()
  await dialog(page).locator('#f-days').fill('15')
  await sound(page)
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).waitFor({ state: 'detached' })
  const { cap } = await readSet()
  assert.equal(cap.dueOn, '2025-12-19', '15 working days later')
  const { rows } = await ask(page, `/cases/${set.id}/papers`)
  assert.ok(rows.some(({ kind }) => kind === 'DOC-08'))
  await sound(page)
})

test('the second stage: what is not ready is named, the rest is accepted by the window on a phone in English', async () => {
  const page = await people.as('enterprise')
  set = await apply(page, 'BL-02', { project: await project(page), answers: stageTwo })
  const { rows } = await readSet()
  assert.equal(rows.filter(({ status }) => status === 'SUBMITTED').length, 2)
  const phone = await visitor(browser, { base: portal.base, size: 'phone', lang: 'en' })
  await login(phone, 'window', 'Yizhanban-2026')
  await phone.goto(`/staff/joint/${set.id}`)
  await phone.getByRole('button', { name: 'Accept together' }).click()
  await dialog(phone).locator('.joint-dues b').nth(3).waitFor()
  await sound(phone)
  await dialog(phone).locator('input[type=checkbox]').first().uncheck()
  await dialog(phone).getByRole('button', { name: 'Accept 1 chosen' }).click()
  await phone.locator('.notice.success').waitFor()
  assert.deepEqual((await readSet()).rows.map(({ acceptedOn }) => Boolean(acceptedOn)).sort(), [false, true])
  await phone.getByRole('button', { name: 'Accept together' }).waitFor()
  await picture(phone, 'joint-desk-two')
  await sound(phone)
  await phone.context().close()
})

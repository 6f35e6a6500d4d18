// What an applicant does about what it holds: urging, signing for papers, changing a licence, and one notice for several parts of a set.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { apply, ask } from './lib/applicant.mjs'
import { launch, picture } from './lib/browser.mjs'
import { sound } from './lib/checks.mjs'
import { county, move, review } from './lib/county.mjs'
import { startPortal, until } from './lib/portal.mjs'

const project = '年产2万吨高性能新材料项目'
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const delivered = { 'delivery.how': { choose: 'DIRECT' }, 'delivery.recipient': '陈静' }
let portal
let browser
let people

before(async () => {
  portal = process.env.ONESTOP_BASE ? { base: process.env.ONESTOP_BASE, stop: async () => {} } : await startPortal()
  browser = await launch()
  people = county(browser, portal.base)
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

test('a change of a licence goes from the licence to the changed licence; on the way it is urged, and its papers are signed for', async () => {
  const page = await people.as('enterprise', { size: 'phone' })
  await page.goto('/me/licences')
  const row = page.locator('tbody tr', { hasText: 'GJ-02-' })
  await row.first().waitFor()
  const before = (await ask(page, '/licences')).rows.filter(({ itemCode, status }) => itemCode === 'GJ-02' && status === 'VALID')
  assert.equal(before.length, 1)
  await sound(page)
  const one = await apply(page, 'GJ-02', { project, open: () => row.getByRole('link', { name: '申请变更' }).click() })
  const { case: handed } = await ask(page, `/cases/${one.id}`)
  assert.deepEqual([handed.changeKind, handed.licenceId, handed.status], ['CHANGE', before[0].id, 'SUBMITTED'])

  await page.goto(`/cases/${one.id}`)
  await page.getByRole('button', { name: '催办' }).click()
  await page.locator('dialog[open] #f-reason').fill('开工在即，请尽快受理')
  await sound(page)
  await page.locator('dialog[open]').getByRole('button', { name: '催办' }).click()
  await page.getByText('起可以再次催办').waitFor()
  assert.equal(await page.getByRole('button', { name: '催办' }).count(), 0)
  await page.locator('.case-timeline li', { hasText: '申请人催办' }).getByText('开工在即，请尽快受理').waitFor()
  await picture(page, 'case-urged-phone')
  await sound(page)
  const window = await people.as('window')
  const told = await until(async () => (await ask(window, '/notices?limit=50')).rows.find(({ caseId, kind }) => caseId === one.id && kind === 'case.urge'), 'the window to be told', 15_000)
  assert.match(told.text, /开工在即，请尽快受理/)

  await move(window, one.id, '受理')
  await review(await people.as('reviewer'), one.id)
  await move(await people.as('approver'), one.id, '准予')
  await move(window, one.id, '制证')
  await move(window, one.id, '送达办结', delivered)

  const { rows: papers } = await ask(page, `/cases/${one.id}/papers`)
  const grant = papers.find(({ kind }) => kind === 'DOC-15V')
  await page.goto(`/papers/${grant.id}`)
  await page.getByText('签收只证明').waitFor()
  await sound(page)
  await page.getByRole('button', { name: '签收' }).click()
  await page.getByRole('button', { name: '签收' }).waitFor({ state: 'detached' })
  await page.locator('.paper-aside', { hasText: '陈静' }).waitFor()
  await picture(page, 'paper-signed-phone')
  await sound(page)
  const { servedProof } = (await ask(page, `/papers/${grant.id}`))
  assert.equal(servedProof.signed.by, '陈静')
  await page.goto(`/cases/${one.id}?tab=papers`)
  await page.getByText(/已签收/).waitFor()

  const after = (await ask(page, '/licences')).rows.filter(({ itemCode }) => itemCode === 'GJ-02')
  assert.equal(after.find(({ id }) => id === before[0].id).status, 'CHANGED')
  const now = after.filter(({ status }) => status === 'VALID')
  assert.deepEqual(now.map(({ caseId, replacesId }) => ({ caseId, replacesId })), [{ caseId: one.id, replacesId: before[0].id }])
  await page.goto('/me/licences')
  await row.nth(1).waitFor()
  await picture(page, 'me-licence-changed-phone')
  await sound(page)
})

test('the agency withdraws a licence whose ground in law has changed: by two persons, with its paper, and the holder sees it', async () => {
  const page = await people.as('enterprise')
  const { rows } = await ask(page, '/licences')
  const one = rows.find(({ itemCode, status, caseId }) => itemCode === 'GJ-02' && status === 'VALID' && caseId)
  const desk = await people.as('approver')
  await desk.goto(`/staff/cases/${one.caseId}`)
  const end = desk.locator('.case-licence').getByRole('button', { name: '撤销、撤回或注销' })
  await end.click()
  const dialog = desk.locator('dialog[open]')
  await dialog.getByRole('radio', { name: /^撤回/ }).check()
  await dialog.locator('button[type=submit]').click()
  for (const missing of ['法定情形', '事实和证据', '补偿']) await dialog.locator('.error-summary li', { hasText: missing }).waitFor()
  await dialog.getByRole('radio', { name: /修改或者废止/ }).check()
  await dialog.locator('#f-facts').fill('所依据的规划已经修编')
  await dialog.locator('#f-indemnity').fill('依法评估后补偿')
  await dialog.locator('#f-secondId').selectOption({ index: 1 })
  await picture(desk, 'licence-end')
  await sound(desk)
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })
  await desk.locator('.case-licence', { hasText: '撤回许可' }).waitFor()
  await sound(desk)

  const now = (await ask(page, '/licences')).rows.find(({ id }) => id === one.id)
  assert.equal(now.status, 'WITHDRAWN_BY_AGENCY')
  const paper = (await ask(page, `/cases/${one.caseId}/papers`)).rows.find(({ kind }) => kind === 'DOC-15W')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/papers/${paper.id}`)
  for (const words of ['所依据的规划已经修编', '依法评估后补偿', '行政复议']) await page.locator('.paper', { hasText: words }).waitFor()
  await picture(page, 'paper-withdrawn-phone')
  await sound(page)
  await end.click()
  assert.deepEqual(await dialog.locator('[role=radiogroup], fieldset').first().getByRole('radio').evaluateAll((all) => all.map((radio) => radio.value)), ['CANCEL'])
})

/** Of the third stage: a special construction work with lightning protection and a drain into the sewer. */
const stageThree = {
  drawingReview: false,
  fireClass: 'SPECIAL',
  buildConstructionPermitRequired: true,
  caseSpecialFireDesign: true,
  buildLightningSpecial: true,
  opsSewerDischarge: true,
  buildWaste: false,
  investTenderMandatory: false,
  safetyHazardous: false,
  buildConstruction: true,
  landPlanningArea: 'RURAL',
  landMode: 'LEASED_PREMISES',
  investRoute: 'FILING',
  planningPermitNo: '建字第140999202600012号',
}

test('one notice for several parts of a set: the applicant sees what is to be corrected in each, and corrects it there', async () => {
  const page = await people.as('enterprise')
  const set = await apply(page, 'BL-03', { project, answers: stageThree })
  const { rows: parts } = await ask(page, `/cases/${set.id}/parts`)
  const noted = parts.filter(({ status }) => status === 'SUBMITTED').slice(0, 2)
  assert.equal(noted.length, 2)

  const lead = await people.as('leaddept')
  await lead.goto(`/staff/joint/${set.id}`)
  await lead.getByRole('button', { name: '联合补正告知' }).click()
  const dialog = lead.locator('dialog[open]')
  for (const part of noted) {
    const list = dialog.locator('fieldset', { hasText: part.itemName })
    await list.locator('input[type=checkbox]').nth(1).check()
    for (const field of await list.locator('textarea').all()) await field.fill('没有加盖设计单位印章')
  }
  await picture(lead, 'joint-notice')
  await sound(lead)
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' })

  // On a phone: the set tells which parts wait, each part what is wrong and how to mend it.
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/cases/${set.id}`)
  await page.locator('.case-timeline li', { hasText: '联合一次性告知补正' }).waitFor()
  const waiting = page.locator('.case-parts .notice', { hasText: '有 2 个部分等您办理' })
  for (const part of noted) await waiting.getByRole('link', { name: part.itemName }).waitFor()
  await picture(page, 'joint-told-phone')
  await sound(page)
  const { rows: papers } = await ask(page, `/cases/${set.id}/papers`)
  await page.goto(`/papers/${papers.find(({ kind }) => kind === 'DOC-03').id}`)
  for (const part of noted) await page.locator('.paper', { hasText: part.itemName }).waitFor()
  await picture(page, 'joint-paper-phone')

  await page.goto(`/cases/${set.id}`)
  await waiting.getByRole('link', { name: noted[0].itemName }).click()
  const point = page.locator('.defect-list li', { hasText: '没有加盖设计单位印章' })
  await point.waitFor()
  await sound(page)
  await point.getByRole('link').click()
  const { materials } = await ask(page, `/cases/${noted[0].id}`)
  const material = materials.find(({ state }) => state === 'DEFECTIVE')
  const row = page.locator(`#material-${material.code}`)
  await row.locator('input[type=file]').setInputFiles({ name: '盖章图纸.pdf', mimeType: 'application/pdf', buffer: pdf })
  await row.getByRole('link', { name: '盖章图纸.pdf' }).waitFor()
  await page.goto(`/apply/${noted[0].id}/check`)
  await page.getByRole('button', { name: '提交补正' }).click()
  await page.getByRole('heading', { name: '补正已提交' }).waitFor()
  const after = (await ask(page, `/cases/${set.id}/parts`)).rows
  assert.deepEqual(noted.map(({ id }) => after.find((part) => part.id === id)).map(({ status, round }) => [status, round]), [['SUBMITTED', 2], ['CORRECTION_REQUIRED', 1]])
})

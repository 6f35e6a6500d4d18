// A look at a draft before it is handed in: asked for by the enterprise, answered by the window, the checklist of the submission.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, tell } from './lib/applicant.mjs'
import { launch, picture } from './lib/browser.mjs'
import { sound } from './lib/checks.mjs'
import { county } from './lib/county.mjs'
import { startPortal } from './lib/portal.mjs'

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

test('a draft is looked at on request, point by point, and what was said is the checklist', async () => {
  const firm = await people.as('enterprise')
  const { rows: projects } = await ask(firm, '/projects?limit=1')
  const one = await tell(firm, 'POST', '/cases', { itemCode: 'ZY-04', enterpriseId: 0, projectId: projects[0]?.id ?? 0, licenceId: 0, priorCaseId: 0, changeKind: '', form: {}, attrs: {} })
  await firm.goto(`/apply/${one.id}/check`)
  await firm.getByRole('heading', { name: '预审' }).waitFor()
  await firm.getByRole('heading', { name: '本县近一年常见的补正原因' }).waitFor()
  await firm.getByRole('button', { name: '请求预审' }).click()
  await firm.locator('#f-question').fill('论证报告这样写可以吗？')
  await firm.getByRole('button', { name: '发出请求' }).click()
  await firm.getByText('等待期间可以继续修改').waitFor()
  await sound(firm)
  await picture(firm, 'precheck-asked')

  const window = await people.as('window')
  await window.goto('/staff/prechecks')
  await window.getByText('论证报告这样写可以吗').waitFor()
  await sound(window)
  await picture(window, 'precheck-list')
  await window.locator('tr', { hasText: '论证报告这样写可以吗' }).getByRole('link').click()
  const change = window.locator('.precheck-look').first()
  await change.getByLabel('建议修改').check()
  await window.getByRole('button', { name: '答复' }).click()
  await window.locator('.error-summary').first().waitFor()
  const looks = window.locator('.precheck-look:has(input[type=radio])')
  for (let n = 1; n < (await looks.count()); n++) await looks.nth(n).getByLabel('没有问题').check()
  await change.getByLabel('意见', { exact: false }).first().fill('申请表没有签章')
  await window.getByRole('button', { name: /^提意见/ }).first().click()
  await window.locator('.precheck-look').filter({ has: window.getByRole('button', { name: '取消意见' }) }).getByRole('textbox').fill('与营业执照不一致')
  await sound(window)
  await picture(window, 'precheck-answer')
  await window.getByRole('button', { name: '答复' }).click()
  await window.getByText('申请人会收到通知').waitFor()

  await firm.reload()
  await firm.getByText('还有 2 项建议没有处理').waitFor()
  await sound(firm)
  await picture(firm, 'precheck-checklist')
  const { rows } = await ask(firm, `/cases/${one.id}/prechecks`)
  assert.deepEqual([rows.length, rows[0].status, rows[0].points.filter(({ verdict }) => verdict === 'CHANGE').length], [1, 'ANSWERED', 2])
  const { case: draft } = await ask(firm, `/cases/${one.id}`)
  assert.deepEqual([draft.status, draft.receivedOn, draft.number], ['DRAFT', null, ''])
})

test('the guide says for what applications were returned', async () => {
  const firm = await people.as('enterprise')
  await firm.goto('/items/ZY-04')
  await firm.getByRole('heading', { name: '本县近一年常见的补正原因' }).waitFor()
  await sound(firm)
})

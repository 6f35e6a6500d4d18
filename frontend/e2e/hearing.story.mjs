// A hearing: the right is told, it is asked for, time and place are told, it is held by somebody else, and the record is there.
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

test('the department tells the right and the applicant asks for the hearing, each act with its paper', async () => {
  const reviewer = await people.as('reviewer')
  const { rows } = await ask(reviewer, '/cases?status=UNDER_REVIEW&limit=50')
  const { id } = (rows.find((row) => (row.case ?? row).flow === 'PERMIT') ?? {}).case ?? rows.find(({ flow }) => flow === 'PERMIT')
  await reviewer.goto(`/staff/cases/${id}`)
  await reviewer.getByRole('tab', { name: '听证' }).click()
  await reviewer.getByRole('button', { name: '告知听证权利' }).click()
  await reviewer.getByRole('button', { name: '提交' }).click()
  await reviewer.locator('.error-summary').first().waitFor()
  await reviewer.locator('#f-matter').fill('取水口与下游灌区共用同一河段，取水将减少灌区水量')
  await reviewer.getByRole('button', { name: '添加利害关系人' }).click()
  await reviewer.locator('#f-parties-0-name').fill('清河灌区管理站')
  await reviewer.locator('#f-parties-0-contact').fill('13900000088')
  await reviewer.locator('#f-parties-0-interest').fill('共用河段，灌溉期用水')
  await sound(reviewer)
  await picture(reviewer, 'hearing-tell')
  await reviewer.getByRole('button', { name: '提交' }).click()
  await reviewer.getByText('清河灌区管理站').first().waitFor()
  await sound(reviewer)
  await picture(reviewer, 'hearing-told')
  const papers = (await ask(reviewer, `/cases/${id}/papers`)).rows
  assert.equal(papers.filter(({ kind }) => kind === 'DOC-09').length, 2)

  await reviewer.getByRole('button', { name: '登记要求听证' }).click()
  await reviewer.locator('#f-by').selectOption({ label: '清河灌区管理站' })
  await reviewer.getByRole('button', { name: '提交' }).click()
  await reviewer.getByText('请先在办理操作中启动特别程序').waitFor()
  const { case: one, hearing } = await ask(reviewer, `/cases/${id}`)
  assert.deepEqual([hearing.requestedBy, Boolean(hearing.holdBy), hearing.heldOn], ['清河灌区管理站', true, null])
  await assert.rejects(tell(reviewer, 'POST', `/cases/${id}/hearing/record`, { version: one.version, matter: '', public: false, parties: [], by: '', on: null, reason: '', at: null, place: '', clerk: '', closed: '', attended: ['甲'], minutes: '记录' }), /hearing.no_notice/)
  const paper = papers.find(({ kind }) => kind === 'DOC-09')
  await reviewer.goto(`/papers/${paper.id}`)
  await reviewer.locator('.paper', { hasText: '享有要求听证的权利' }).first().waitFor()
  await picture(reviewer, 'hearing-paper')
})

// A walk-in with papers: the enterprise has no account, the clerk has the keyboard.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask } from './lib/applicant.mjs'
import { launch, picture } from './lib/browser.mjs'
import { sound } from './lib/checks.mjs'
import { county } from './lib/county.mjs'
import { startPortal } from './lib/portal.mjs'

const uscc = '91140999MA0JYT5X30'
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

/** Tabs on until a field has the focus: the clerk never touches the mouse. */
async function tabTo(page, id) {
  for (let i = 0; i < 150; i++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`${id} is not reached by Tab`)
}
async function type(page, id, text) {
  await tabTo(page, id)
  await page.keyboard.type(text)
}

test('a walk-in without an account is received with the keyboard alone, and its receipt lists the papers', async () => {
  const page = await people.as('window')
  await page.goto('/staff/counter')
  await page.getByRole('heading', { name: '窗口收件' }).waitFor()
  await sound(page)
  await type(page, 'f-uscc', uscc.slice(0, 17) + 'P')
  await page.keyboard.press('Enter')
  await page.locator('.error-summary').first().waitFor() // the check character is wrong, and what was typed is still there
  await tabTo(page, 'f-uscc')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(uscc)
  await page.keyboard.press('Enter')
  await page.getByText('本县还没有该企业').waitFor()
  await type(page, 'f-name', '示范县来办商贸有限公司')
  await type(page, 'f-legalPerson', '吴来办')
  await type(page, 'f-contactName', '郑经办')
  await type(page, 'f-contactPhone', '13900000077')
  await page.keyboard.press('Enter')
  await page.locator('.counter-firm', { hasText: '示范县来办商贸有限公司' }).waitFor()

  await type(page, 'f-itemCode', 'LX-13')
  const first = page.locator('.counter-materials input[type=checkbox]').first()
  await first.waitFor()
  while (!(await first.evaluate((box) => box === document.activeElement))) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await tabTo(page, 'f-materials-M1-pages')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('14')
  await type(page, 'f-bearer-name', '郑经办')
  await type(page, 'f-bearer-idTail', '12')
  await page.keyboard.press('Control+Enter')
  await page.locator('.error-summary').getByText('后四位').waitFor()
  await picture(page, 'counter-error')
  await sound(page)
  await tabTo(page, 'f-bearer-idTail')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('123x')
  await page.keyboard.press('Control+Enter')
  await page.locator('.counter-done').waitFor()
  await picture(page, 'counter-done')
  await sound(page)

  const next = await page.getByRole('link', { name: '受理或者一次性告知' }).getAttribute('href')
  const id = Number(next.split('/').at(-1))
  const { case: one, materials } = await ask(page, `/cases/${id}`)
  assert.deepEqual([one.source, one.status, one.round], ['counter', 'SUBMITTED', 1])
  const got = materials.find(({ code }) => code === 'M1')
  assert.deepEqual([got.state, got.paperForm, got.paperCopies, got.paperPages], ['HANDED_IN', 'ORIGINAL', 1, 14])

  await page.keyboard.press('Enter') // the focus is on the receipt
  await page.locator('.paper', { hasText: '原件' }).first().waitFor()
  await page.locator('.paper', { hasText: '申请表（窗口录入）' }).first().waitFor()
  await picture(page, 'counter-receipt')

  await page.goto(`/staff/cases/${id}`)
  await page.getByText('纸质原件 1 份，每份 14 页').first().waitFor()
})

test('a result is collected: number, collector, signature on the screen, proof of service', async () => {
  const page = await people.as('window')
  await page.goto('/staff/pickup')
  const { rows } = await ask(page, '/cases?status=CERTIFICATE_MAKING&limit=5')
  assert.ok(rows.length, 'the demo county has a certificate that waits for its holder')
  const { id, number } = rows[0].case ?? rows[0]
  await page.locator('#f-number').fill('140999 000000 0000')
  await page.keyboard.press('Enter')
  await page.getByText('没有找到可由本窗口送达的这个编号').waitFor()
  await page.locator('#f-number').fill(String(number).replace(/(\d{6})(?=\d)/g, '$1 '))
  await page.keyboard.press('Enter')
  await page.locator('#f-delivery-recipient').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.locator('.error-summary').getByText('领取人姓名').waitFor()
  await page.locator('#f-delivery-recipient').fill('钱取件')
  await page.locator('#f-delivery-idTail').fill('034x')
  const box = await page.locator('.signature canvas').boundingBox()
  for (const stroke of [[[0.2, 0.3], [0.4, 0.7], [0.5, 0.2]], [[0.6, 0.4], [0.8, 0.6]]]) {
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height]
    await page.mouse.move(...at(stroke[0]))
    await page.mouse.down()
    for (const point of stroke.slice(1)) await page.mouse.move(...at(point), { steps: 8 })
    await page.mouse.up()
  }
  await sound(page)
  await picture(page, 'pickup')
  await page.getByRole('button', { name: '交付' }).click()
  await page.locator('.pickup-done').waitFor()
  const { events } = await ask(page, `/cases/${id}`)
  const { delivery } = events.find(({ code }) => code === 'T17').payload
  assert.deepEqual([delivery.how, delivery.recipient, delivery.idTail], ['DIRECT', '钱取件', '034X'])
  assert.match(delivery.signature, /^M\d+ \d+L.+M\d+ \d+L/)
  await page.keyboard.press('Enter') // the focus is on the proof of service
  await page.locator('.paper-ink path').waitFor()
  await page.locator('.paper', { hasText: '钱取件' }).first().waitFor()
  await picture(page, 'pickup-proof')
  await sound(page)
})

// A county begins: from the one-time link on the console of an empty database to a licence in the hands of an
// enterprise, with the people and posts that the pages themselves make.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { applyShortly, ask } from './lib/applicant.mjs'
import { launch, picture, visitor } from './lib/browser.mjs'
import { sound } from './lib/checks.mjs'
import { move, review } from './lib/county.mjs'
import { login, startPortal, until } from './lib/portal.mjs'

const password = 'Qingyuan-Xian-41'
const projectCode = '2611-140998-04-01-100001'
const staff = [
  { login: 'ckliwenbo', name: '李文博', role: '综合窗口', dept: '行政审批服务局' },
  { login: 'slzhang', name: '张志强', role: '承办人', dept: '水利（水务）局' },
  { login: 'slzhao', name: '赵宏伟', role: '审批人', dept: '水利（水务）局', factor: true },
  { login: 'xffeng', name: '冯振华', role: '县领导' },
]
const pages = {}
let browser
let portal

before(async () => {
  portal = await startPortal({ empty: true })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

/** The six digits that an authenticator shows (RFC 6238). */
function oneTimeCode(secret) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replace(/[\s=]/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const sum = createHmac('sha1', key).update(counter).digest()
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const dialog = (page) => page.locator('dialog[open]').last()
async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`#f-${name}`).fill(value)
}

/** Uses a one-time link; gives the links that the page shows then, by role. */
async function redeem(url, fields, size = 'desk') {
  const page = await visitor(browser, { base: portal.base, size })
  await page.goto(url)
  await page.locator('#f-password').waitFor()
  await fill(page, { ...fields, password, again: password })
  await sound(page)
  await page.locator('form button[type=submit]').click()
  await page.locator('.panel').waitFor().catch(async () => assert.fail(await page.locator('main').innerText()))
  const lines = await page.locator('.account-secret').allInnerTexts()
  await page.context().close()
  return Object.fromEntries(lines.map((line) => line.split(/: (?=http)/)))
}

/** Signs in; who needs a second factor enrols it. */
async function enter(name, factor) {
  const page = await visitor(browser, { base: portal.base })
  await page.goto('/login')
  await fill(page, { name, password })
  await page.locator('form button[type=submit]').click()
  if (factor) {
    const secret = await page.locator('.account-secret').innerText()
    await sound(page)
    await fill(page, { code: oneTimeCode(secret) })
    await page.locator('form button[type=submit]').click()
    await page.getByRole('button', { name: '已保存，继续' }).click()
  }
  await page.waitForURL((url) => url.pathname.startsWith('/staff'))
  pages[name] = page
  return page
}

describe('an empty database', () => {
  test('asks on its console for the first administrator, who says which county it is', async () => {
    const url = /http:\/\/\S+\/redeem#\S+/.exec(portal.said())[0]
    const page = await visitor(browser, { base: portal.base })
    await page.goto(url)
    await page.locator('#f-division').waitFor()
    await fill(page, { county: '清源县', division: '140000', name: '高明辉', phone: '13800138001', login: 'gaominghui', password, again: password })
    await page.locator('form button[type=submit]').click()
    await page.locator('.error-summary').getByText(/县级行政区划代码/).waitFor()
    await sound(page)
    await picture(page, 'first-county')
    await page.context().close()
    const links = await redeem(url, { county: '清源县', division: '140998', name: '高明辉', phone: '13800138001', login: 'gaominghui' }, 'phone')
    assert.deepEqual(Object.keys(links).sort(), ['安全管理员', '审计员'].sort())
    await redeem(links['安全管理员'], { name: '林思远', phone: '13800138002', login: 'linsiyuan' })
    await redeem(links['审计员'], { name: '谢佳怡', phone: '13800138003', login: 'xiejiayi' })
    const admin = await enter('gaominghui', true)
    await admin.goto('/staff/departments')
    await admin.locator('tbody tr').nth(33).waitFor()
    await picture(admin, 'first-departments')
    const { rows } = await ask(admin, '/departments')
    assert.equal(rows.length, 34)
    assert.deepEqual(rows.filter(({ region, word }) => region !== '140998000000' || !word.startsWith('清')), [])
  })

  test('gets its people: one proposes a post, another confirms it', async () => {
    const admin = pages.gaominghui
    const second = await enter('linsiyuan', true)
    for (const person of staff) {
      await admin.goto('/staff/users')
      await admin.getByRole('button', { name: '新增人员' }).click()
      await dialog(admin).getByLabel('姓名').fill(person.name)
      await dialog(admin).getByLabel('登录名').fill(person.login)
      await dialog(admin).locator('button[type=submit]').click()
      person.url = await dialog(admin).locator('[data-link]').innerText()
      await dialog(admin).getByRole('button', { name: '已交付，关闭' }).click()
      await admin.getByRole('button', { name: `查看 ${person.name}` }).click()
      await dialog(admin).getByRole('button', { name: '拟授岗位' }).click()
      await dialog(admin).getByLabel('岗位').selectOption({ label: person.role })
      if (person.dept) await dialog(admin).getByLabel('部门').selectOption({ label: person.dept })
      await dialog(admin).getByLabel('理由').fill('任命')
      await dialog(admin).locator('button[type=submit]').click()
      await admin.locator('[role=status] .notice.success').filter({ hasText: '已提交' }).waitFor()
    }
    await second.goto('/staff/users')
    await second.getByRole('tab', { name: /待确认授权/ }).click()
    for (const { name } of staff) {
      const confirm = second.getByRole('button', { name: new RegExp(`^确认 ${name}`) })
      await confirm.click()
      await confirm.waitFor({ state: 'detached' })
    }
    for (const person of staff) {
      await redeem(person.url, {})
      await enter(person.login, person.factor)
    }
    const board = pages.xffeng
    await board.waitForURL('**/staff/board')
    await board.getByText('期间内没有数据').first().waitFor()
    await sound(board)
    await picture(board, 'first-board')
  })

  test('takes in a first enterprise, its project and its filing, and grants it a licence', async () => {
    const firm = await visitor(browser, { base: portal.base })
    await firm.goto('/register')
    const uscc = '91140999MA0K3UQH8P'
    await fill(firm, { uscc, enterpriseName: '清源水务有限公司', legalPerson: '林海', name: '陈静', phone: '13800001234', login: 'qingyuanshuiwu', password, again: password })
    await firm.locator('main form button[type=submit]').click()
    await firm.locator('.panel').waitFor()
    await login(firm, 'qingyuanshuiwu', password)
    await firm.goto('/me/enterprise')
    await firm.locator('main form input[type=file]').nth(1).waitFor({ state: 'attached' })
    const image = { name: 'licence.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') }
    for (const input of await firm.locator('main form input[type=file]').all()) await input.setInputFiles(image)
    const asked = firm.locator('main form button[type=submit]')
    await until(async () => {
      if ((await asked.count()) === 0) return true
      await asked.click({ timeout: 1000 }).catch(() => undefined) // refused while a file is still on its way
      return false
    }, 'the request for verification', 15_000)

    const window = pages.ckliwenbo
    await window.goto('/staff/enterprises')
    await window.getByRole('button', { name: '核验 清源水务有限公司' }).click()
    for (const point of await dialog(window).locator('input[type=checkbox]').all()) await point.check()
    await dialog(window).getByRole('button', { name: '确认核验' }).click()
    await window.locator('dialog[open]').waitFor({ state: 'detached' })

    await firm.goto('/me/projects/new')
    await fill(firm, { name: '清源水厂扩建项目', address: '清源县东山乡', investFen: '32000', landM2: '120', plannedStart: '2027-03-02' })
    await firm.locator('main form button[type=submit]').click()
    await firm.waitForURL(/\/me\/projects\/\d+$/)
    const projectId = Number(new URL(firm.url()).pathname.split('/').pop())
    const filing = await applyShortly(firm, 'TZ-01', { projectId })
    await move(window, filing.id, '备案', { projectCode })
    const permit = await applyShortly(firm, 'LX-13', { projectId, answers: { projectCode } })
    await move(window, permit.id, '受理')
    await review(pages.slzhang, permit.id)
    await move(pages.slzhao, permit.id, '准予')
    await move(window, permit.id, '制证')
    await move(window, permit.id, '送达办结', { 'delivery.how': { choose: 'DIRECT' }, 'delivery.recipient': '陈静' })
    const { case: done } = await ask(firm, `/cases/${permit.id}`)
    assert.equal(done.status, 'DELIVERED')
    assert.match(done.number, /^140998/)
    const { rows: licences } = await ask(firm, '/licences')
    assert.equal(licences.length, 1)
    await firm.goto('/me/licences')
    await firm.locator('main h1').waitFor()
    await picture(firm, 'first-licences')
    await firm.context().close()
  })
})

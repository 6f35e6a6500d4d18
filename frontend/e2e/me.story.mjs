// An enterprise's own pages: a new one from its registration to its verification, and what belongs to an old one.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { ask, fillForm, handInMaterials, tell } from './lib/applicant.mjs'
import { launch, picture, visitor } from './lib/browser.mjs'
import { largePrint, sound } from './lib/checks.mjs'
import { login, startPortal, until } from './lib/portal.mjs'
import { signedIn } from './lib/signedin.mjs'

let portal
let browser
let people
let as
let change

before(async () => {
  portal = process.env.ONESTOP_BASE ? { base: process.env.ONESTOP_BASE, stop: async () => {} } : await startPortal()
  browser = await launch()
  ;({ people, as, change } = await signedIn(browser, portal.base, ['enterprise', 'agent', 'window']))
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

async function open(page, path) {
  await page.goto(path)
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.skeleton'))
}

const pages = ['', '/cases', '/projects', '/projects/new', '/materials', '/licences', '/messages', '/enterprise', '/members', '/mandates']
const looks = [
  { size: 'desk', lang: 'zh' },
  { size: 'phone', lang: 'en' },
  { size: 'phone', lang: 'zh', theme: 'dark', large: true },
]
for (const look of looks) {
  const name = Object.values(look).join('-')
  test(`every page of an enterprise is sound, ${name}`, async () => {
    const page = await as('enterprise', look)
    for (const path of pages) {
      await open(page, `/me${path}`)
      await picture(page, `me${path.replaceAll('/', '-')}-${name}`)
      await sound(page)
      if (look.large) await largePrint(page)
      if (look.size === 'phone' && path && !path.endsWith('/new')) {
        await until(() => page.locator('.me-nav .router-link-exact-active').evaluate((link) => link.getBoundingClientRect().right <= innerWidth), `the place of ${path} to be in view`)
      }
    }
    await page.context().close()
  })
}

/** A code of GB 32100 that nobody has: its check sign by the standard's weights. */
function newUSCC() {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const body = `91140999MA${[...randomUUID().replaceAll('-', '').toUpperCase()].filter((sign) => alphabet.includes(sign)).slice(0, 7).join('')}`
  const sum = [...body].reduce((total, sign, at) => total + alphabet.indexOf(sign) * 3 ** at % 31, 0)
  return body + alphabet[(31 - (sum % 31)) % 31]
}

describe('a new enterprise', () => {
  const name = '示范县清泉机械有限公司'
  const who = `qingquan${randomUUID().slice(0, 6)}`
  const secret = 'Qingquan-2026-x'
  let page
  let id
  after(() => page?.context().close())

  test('registers, and is told what it may do and what comes next', async () => {
    page = await visitor(browser, { base: portal.base, size: 'phone' })
    await page.goto('/register')
    const fields = { uscc: newUSCC(), enterpriseName: name, legalPerson: '高泉', name: '李清', phone: '13900002222', login: who, password: secret, again: secret }
    for (const [field, value] of Object.entries(fields)) await page.locator(`#f-${field}`).fill(value)
    await page.locator('form button[type=submit]').click()
    await page.locator('.panel').waitFor()
    await sound(page)
    await login(page, who, secret)
    await page.waitForURL(/\/me$/)
    await page.locator('.notice', { hasText: '本企业尚未核验' }).waitFor()
    await picture(page, 'me-unverified-phone')
    await sound(page)
    const { session } = await ask(page, '/session')
    id = session.post.enterpriseId
  })

  test('enters its project on the way to its first application, and may draft but not hand in', async () => {
    await page.goto('/apply/new?item=LX-05')
    await page.getByRole('button', { name: /先登记/ }).click()
    const entry = page.locator('section[aria-labelledby=new-project]')
    await entry.locator('form button[type=submit]').click()
    await entry.locator('.error-summary', { hasText: '请填写项目名称' }).waitFor()
    await entry.locator('#f-name').fill('清泉精密零件项目')
    await entry.locator('#f-investFen').fill('3200.5')
    await entry.locator('#f-landM2').fill('30')
    await picture(page, 'apply-project-phone')
    await sound(page)
    await entry.locator('form button[type=submit]').click()
    await page.waitForFunction(() => document.querySelector('#f-projectId')?.selectedOptions[0]?.text === '清泉精密零件项目')
    await page.locator('form button[type=submit]').click()
    await page.waitForURL(/\/apply\/\d+$/)
    const draft = Number(page.url().split('/').pop())
    await page.locator('.task-list').waitFor()
    const { sample } = await ask(page, '/items/LX-05')
    const filled = await until(async () => {
      const { form } = (await ask(page, `/cases/${draft}`)).case
      return Object.keys(form ?? {}).length ? form : undefined
    }, 'what is known to be filled in')
    assert.equal(filled.projectName, '清泉精密零件项目')
    await page.goto(`/apply/${draft}/form/1`)
    await fillForm(page, draft, { ...sample, ...filled })
    await handInMaterials(page, draft)
    await page.goto(`/apply/${draft}/check`)
    await page.locator('.notice', { hasText: '尚未核验' }).waitFor()
    await page.locator('.stack .summary-list').first().waitFor()
    assert.equal(await page.getByRole('button', { name: '提交申请' }).isEnabled(), false)
    await picture(page, 'apply-unverified-phone')
    await sound(page)
    const { case: one } = await ask(page, `/cases/${draft}`)
    await assert.rejects(tell(page, 'POST', `/cases/${draft}/submit`, { version: one.version }), /: 4\d\d .*enterprise/)
  })

  test('hands in its licence and authorisation, is verified, and then may hand in', async () => {
    await page.goto('/me/enterprise')
    await page.getByRole('button', { name: '提交核验' }).click()
    await page.locator('.error-summary li').nth(1).waitFor()
    await sound(page)
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    for (const [field, file] of [['licenceFileId', '营业执照.png'], ['authorisationFileId', '授权书.png']]) {
      await page.locator(`#f-${field}`).setInputFiles({ name: file, mimeType: 'image/png', buffer: png })
      await page.getByText(`${file} 已上传`).waitFor()
    }
    await picture(page, 'me-verification-phone')
    await page.getByRole('button', { name: '提交核验' }).click()
    await page.locator('.notice', { hasText: '等待窗口核验' }).waitFor()
    await sound(page)

    const { version } = await ask(people.window, `/enterprises/${id}`)
    await change('window', 'POST', `/enterprises/${id}/verify`, { version, confirm: false, reason: '授权书没有盖章' })
    await open(page, '/me')
    await page.locator('.notice', { hasText: '授权书没有盖章' }).getByRole('link').click()
    await page.getByRole('button', { name: '提交核验' }).click()
    await page.locator('.notice', { hasText: '等待窗口核验' }).waitFor()
    const again = await ask(people.window, `/enterprises/${id}`)
    await change('window', 'POST', `/enterprises/${id}/verify`, { version: again.version, confirm: true, reason: '' })
    await open(page, '/me')
    await page.getByText('已核验').waitFor()
    await page.locator('.me-list a[href^="/apply/"]').first().click()
    await page.locator('.task-list a', { hasText: '核对并提交' }).click()
    await page.getByRole('button', { name: '提交申请' }).click()
    await page.getByRole('heading', { name: '提交成功' }).waitFor()
    await sound(page)
  })
})

describe('an enterprise', () => {
  test('changes a project and finds its case by the name of the service', async () => {
    const page = await as('enterprise')
    await open(page, '/me/projects')
    await page.locator('.me-list a').first().click()
    await page.getByRole('button', { name: '修改' }).click()
    await page.locator('#f-scale').fill('建设厂房两栋，含研发楼一栋')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('建设厂房两栋，含研发楼一栋').waitFor()
    await sound(page)
    await open(page, '/me/cases?tab=all')
    await page.locator('input[type=search]').fill('没有这样的事项')
    await page.getByText('没有办件').first().waitFor()
    await sound(page)
    await page.locator('input[type=search]').fill('')
    await page.locator('tbody tr').first().waitFor()
    await page.context().close()
  })

  test('mandates an agent and takes it back with a reason', async () => {
    const page = await as('enterprise', { size: 'phone' })
    await open(page, '/me/mandates')
    const before = await page.locator('.me-list > li').count()
    await page.getByRole('button', { name: '委托帮办员' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('button', { name: '委托帮办员' }).click()
    await dialog.locator('.error-summary', { hasText: '请选择帮办员' }).waitFor()
    await sound(page)
    await dialog.locator('#f-agentId').selectOption({ index: 2 })
    await dialog.getByRole('button', { name: '委托帮办员' }).click()
    await until(async () => (await page.locator('.me-list > li').count()) === before + 1, 'the mandate to be listed')
    await page.locator('.me-list > li').first().getByRole('button', { name: '撤销' }).click()
    const ending = page.locator('dialog[open]')
    await ending.getByRole('button', { name: '撤销' }).click()
    await ending.locator('.error-summary', { hasText: '请填写理由' }).waitFor()
    await ending.locator('#f-reason').fill('已改由本企业自行办理')
    await ending.getByRole('button', { name: '撤销' }).click()
    await page.locator('.me-list > li', { hasText: '已改由本企业自行办理' }).waitFor()
    await sound(page)
    await page.context().close()
  })

  test('whose only administrator lost the password is helped at the counter, by a link that is shown once', async () => {
    const clerk = await as('window', {})
    await open(clerk, '/staff/enterprises')
    await clerk.getByRole('tab', { name: '全部企业' }).click()
    await clerk.getByRole('searchbox').fill('91140999')
    await clerk.locator('tbody tr', { hasText: '已核验' }).last().getByRole('button').click()
    const counter = clerk.locator('.counter')
    await counter.getByRole('button', { name: '重置密码' }).first().click()
    await counter.locator('button[type=submit]').click()
    await counter.locator('.error-summary li').waitFor()
    await counter.locator('#f-counterReason').fill('法定代表人持身份证、营业执照到窗口')
    await counter.locator('button[type=submit]').click()
    const url = await counter.locator('[data-link]').innerText()
    await sound(clerk)
    await clerk.context().close()
    const owner = await visitor(browser, { base: portal.base, size: 'phone' })
    await owner.goto(url)
    await owner.locator('#f-password').fill('Chong-she-mi-ma-2026')
    await owner.locator('#f-again').fill('Chong-she-mi-ma-2026')
    await owner.locator('form button[type=submit]').click()
    await owner.locator('.panel').waitFor()
    await sound(owner)
    await owner.context().close()
  })

  test('lets a person in by a link that is shown once', async () => {
    const page = await as('enterprise')
    await open(page, '/me/members')
    await page.getByRole('button', { name: '邀请' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: '经办人' }).click()
    const link = await page.locator('.me-link code').innerText()
    assert.match(link, /\/link#[\w-]{20,}$/)
    await sound(page)
    await page.context().close()
    const invited = await visitor(browser, { base: portal.base })
    await invited.goto(link)
    await invited.locator('main form').waitFor()
    await sound(invited)
    await invited.context().close()
  })
})

test('pages of an enterprise are closed to others', async () => {
  const stranger = await visitor(browser, { base: portal.base })
  await stranger.goto('/me/cases')
  await stranger.waitForURL(/\/login\?back=/)
  await stranger.context().close()
  const clerk = await as('window')
  await clerk.goto('/me/cases')
  await clerk.waitForURL(/\/staff\/queue/)
  await clerk.context().close()
})

// Applying in the browser: from the guide to the confirmation, what breaks on the way, and the correction afterwards.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { apply, ask } from './lib/applicant.mjs'
import { launch, picture } from './lib/browser.mjs'
import { largePrint, sound } from './lib/checks.mjs'
import { startPortal, until } from './lib/portal.mjs'
import { signedIn } from './lib/signedin.mjs'

const item = 'LX-05'
const project = '年产2万吨高性能新材料项目'
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const asFile = (name, buffer = pdf) => ({ name, mimeType: 'application/pdf', buffer })
let portal
let browser
let people
let as
let change

before(async () => {
  portal = process.env.ONESTOP_BASE ? { base: process.env.ONESTOP_BASE, stop: async () => {} } : await startPortal()
  browser = await launch()
  ;({ people, as, change } = await signedIn(browser, portal.base, ['enterprise', 'agent', 'window', 'sysadmin']))
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

const now = (id) => ask(people.enterprise, `/cases/${id}`)

async function newDraft(code, more = {}) {
  const { session } = await ask(people.enterprise, '/session')
  return change('enterprise', 'POST', '/cases', { itemCode: code, enterpriseId: session.post.enterpriseId, projectId: 0, ...more })
}
/** Waits until what was typed is on the server. */
const saved = (id, path, value) => until(async () => (await now(id)).case.form?.[path] === value, `${path} to be saved`, 15_000)

describe('an enterprise', () => {
  let one

  test('goes from the guide to the confirmation, and a line that breaks while it hands in hands in once', async () => {
    const page = await as('enterprise')
    let broken = 0
    await page.route('**/submit', async (route) => {
      if (broken++) return route.continue()
      await route.fetch()
      return route.abort()
    })
    const looked = []
    one = await apply(page, item, {
      project,
      look: async (name) => {
        looked.push(name)
        await page.waitForFunction(() => !document.querySelector('.skeleton'))
        await picture(page, `apply-${name}-desk`)
        await sound(page)
      },
      submitted: () => page.locator('.notice.error').waitFor(),
    })
    assert.deepEqual(looked, ['overview', 'materials', 'check', 'done'])
    assert.equal(broken, 2)
    const { case: kept, queryCode } = await now(one.id)
    assert.equal(kept.status, 'SUBMITTED')
    const { rows: papers } = await ask(people.enterprise, `/cases/${one.id}/papers`)
    assert.equal(papers.filter(({ kind }) => kind === 'DOC-01').length, 1)

    const text = await page.locator('main').innerText()
    assert.ok(text.replace(/\D/g, '').includes(kept.number.replace(/\D/g, '')), text)
    assert.ok(text.includes(queryCode))
    await page.locator('main svg.qr').waitFor()
    await page.getByRole('link', { name: '收件回执' }).click()
    await page.waitForURL(/\/papers\/\d+$/)
    await page.goto('/me/cases')
    await page.locator(`tbody a[href="/cases/${one.id}"]`).waitFor()
    await page.context().close()
  })

  test('puts right what the window noted, sees it ticked off, and hands in again', async () => {
    const { case: before, materials } = await now(one.id)
    const material = materials.find(({ state }) => state === 'HANDED_IN')
    const defects = [
      { material: material.code, problem: '第 2 页缺少公章', basis: '《行政许可法》第三十二条', howTo: '加盖公章后重新上传' },
      { material: '', problem: '联系电话少一位', basis: '《行政许可法》第三十一条', howTo: '填写能打通的号码' },
    ]
    await change('window', 'POST', `/cases/${one.id}/moves/require_correction`, { version: before.version, defects })
    const page = await as('enterprise', { size: 'phone' })
    await page.goto('/me')
    await page.locator('.me-list li', { hasText: '待补正' }).first().waitFor()
    await page.goto(`/apply/${one.id}`)
    await page.locator('.defect-list li').nth(1).waitFor()
    for (const { problem, howTo, basis } of defects) {
      const point = page.locator('.defect-list li', { hasText: problem })
      assert.ok((await point.innerText()).includes(howTo) && (await point.innerText()).includes(basis))
    }
    await picture(page, 'apply-correction-phone')
    await sound(page)

    await page.goto(`/apply/${one.id}/check`)
    await page.locator('.error-summary').waitFor()
    assert.equal(await page.getByRole('button', { name: '提交补正' }).isEnabled(), false)
    await page.goto(`/apply/${one.id}`)
    await page.locator('.defect-list li', { hasText: '缺少公章' }).getByRole('link').click()
    const row = page.locator(`#material-${material.code}`)
    await row.getByText('第 2 页缺少公章').waitFor()
    await row.locator('input[type=file]').setInputFiles(asFile('盖章后的扫描件.pdf'))
    await row.getByRole('link', { name: '盖章后的扫描件.pdf' }).waitFor()
    await sound(page)

    await page.goto(`/apply/${one.id}/form/1`)
    await page.locator('#f-contactPhone').fill('13900001111')
    await saved(one.id, 'contactPhone', '13900001111')
    await page.goto(`/apply/${one.id}`)
    await page.locator('.defect-list li.mended', { hasText: '缺少公章' }).waitFor()
    await page.goto(`/apply/${one.id}/check`)
    await page.getByText('13900001111').waitFor()
    await page.getByRole('button', { name: '提交补正' }).click()
    await page.getByRole('heading', { name: '补正已提交' }).waitFor()
    await picture(page, 'apply-resubmitted-phone')
    await sound(page)
    const { case: again } = await now(one.id)
    assert.deepEqual([again.status, again.round], ['SUBMITTED', 2])
    await page.goto(`/apply/${one.id}/form/1`)
    await page.locator('.notice', { hasText: '不能再修改' }).waitFor()
    await page.context().close()
  })
})

test('an agent applies for a client on a phone, in English, and sees for whom', async () => {
  const page = await as('agent', { size: 'phone', lang: 'en' })
  const { rows } = await ask(people.agent, '/enterprises?limit=200')
  const client = rows.find(({ name }) => name.startsWith('华源新材料'))
  await page.goto(`/apply/new?item=${item}`)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.locator('.error-summary', { hasText: 'Choose the enterprise' }).waitFor()
  await sound(page)

  // A project of the client is entered on the way, and is the client's.
  await page.getByRole('button', { name: /No project yet/ }).click()
  await page.locator('.error-summary', { hasText: 'Choose the enterprise' }).waitFor()
  await page.locator('#f-enterpriseId').selectOption({ label: client.name })
  await page.getByRole('button', { name: /No project yet/ }).click()
  const entry = page.locator('section[aria-labelledby=new-project]')
  await entry.getByRole('heading', { name: client.name }).waitFor()
  await entry.locator('#f-name').fill('高性能薄膜中试项目')
  await picture(page, 'apply-project-phone-en')
  await sound(page)
  await entry.locator('form button[type=submit]').click()
  await page.waitForFunction(() => document.querySelector('#f-projectId')?.selectedOptions[0]?.text === '高性能薄膜中试项目')
  const { session } = await ask(people.agent, '/session')
  const entered = (await ask(people.enterprise, '/projects?q=高性能薄膜中试项目')).rows
  assert.deepEqual(entered.map(({ enterpriseId, agentId }) => ({ enterpriseId, agentId })), [{ enterpriseId: client.id, agentId: session.userId }])

  const one = await apply(page, item, {
    client: client.name,
    project,
    look: async (name) => {
      await page.locator('.apply-acting', { hasText: client.name }).waitFor()
      await picture(page, `apply-${name}-phone-en`)
      await sound(page)
    },
  })
  const { case: kept, events } = await ask(people.agent, `/cases/${one.id}`)
  assert.deepEqual([kept.status, kept.enterpriseId], ['SUBMITTED', client.id])
  const submitted = events.find(({ verb }) => verb === 'submit')
  assert.equal(submitted.actorRole, 'AGENT')
  assert.equal(submitted.actingFor, client.name)
  await page.context().close()
})

describe('a draft', () => {
  test('says at the field what is wrong, and keeps what is typed while the line is down', async () => {
    const draft = await newDraft(item)
    const page = await as('enterprise')
    await page.goto(`/apply/${draft.id}/form/1`)
    await until(async () => (await now(draft.id)).case.form?.uscc, 'what is known to be filled in')
    await page.locator('#f-contactPhone').fill('12')
    await page.locator('form button[type=submit]').click()
    await page.locator('.error-summary a', { hasText: /电话/ }).waitFor()
    assert.equal(await page.locator('#f-contactPhone').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.locator('#f-contactPhone').inputValue(), '12')
    await picture(page, 'apply-errors-desk')
    await sound(page)
    await page.locator('.error-summary a').first().click()
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-contactPhone')

    await page.context().setOffline(true)
    await page.locator('#f-contactPhone').fill('13800002222')
    await page.locator('.save-state.failed').waitFor()
    await page.context().setOffline(false)
    await page.locator('.save-state.saved').waitFor()
    assert.equal((await now(draft.id)).case.form.contactPhone, '13800002222')
    await page.reload()
    await page.waitForFunction(() => document.querySelector('#f-contactPhone')?.value === '13800002222')

    // Typed and left at once, before it was written; then typed while the session ends elsewhere.
    await page.locator('#f-contactName').fill('匆匆离开')
    await page.goto('/me')
    await page.goto(`/apply/${draft.id}/form/1`)
    await saved(draft.id, 'contactName', '匆匆离开')
    const cookies = await page.context().cookies()
    await page.context().clearCookies({ name: /onestop/ })
    await page.locator('#f-contactName').fill('登录失效时填写')
    await page.waitForURL(/\/login\?/)
    await page.locator('.notice', { hasText: '登录已失效' }).waitFor()
    await sound(page)
    await page.context().addCookies(cookies)
    await page.goto(new URL(page.url()).searchParams.get('back'))
    await page.waitForFunction(() => document.querySelector('#f-contactName')?.value === '登录失效时填写')
    await saved(draft.id, 'contactName', '登录失效时填写')

    // Two windows on one draft: both answers stay.
    const other = await as('enterprise', { size: 'phone', theme: 'dark' })
    await other.goto(`/apply/${draft.id}/form/1`)
    await other.locator('#f-contactName').fill('另一个窗口')
    await saved(draft.id, 'contactName', '另一个窗口')
    await page.locator('#f-legalRep').fill('本窗口')
    await saved(draft.id, 'legalRep', '本窗口')
    const { form } = (await now(draft.id)).case
    assert.deepEqual([form.contactName, form.legalRep, form.contactPhone], ['另一个窗口', '本窗口', '13800002222'])
    await picture(other, 'apply-form-phone-dark')
    await sound(other)
    await other.context().close()

    const large = await as('enterprise', { size: 'phone', large: true })
    await large.goto(`/apply/${draft.id}/form/2`)
    await large.locator('form .field').first().waitFor()
    await picture(large, 'apply-form-phone-large')
    await sound(large)
    await largePrint(large)
    await large.context().close()
    await page.goto(`/apply/${draft.id}`)
    await page.getByRole('button', { name: '放弃草稿' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: '放弃草稿' }).click()
    await page.waitForURL(/\/me\/cases\?tab=drafts/)
    assert.equal((await now(draft.id)).case.status, 'ABANDONED')
    await page.context().close()
  })

  test('takes several files at once, goes on with one that broke off, and uses one from the library', async () => {
    const draft = await newDraft(item)
    const page = await as('enterprise')
    let broken = false
    const offsets = []
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue()
      const offset = Number(route.request().headers()['upload-offset'])
      if (route.request().headers()['content-length'] > 1e6 || offset > 0) offsets.push(offset)
      // The second part of the large file meets a broken line until it is mended.
      return offset > 0 && broken ? route.abort() : route.continue()
    })
    await page.goto(`/apply/${draft.id}/materials`)
    const row = page.locator('.apply-material', { has: page.locator('input[type=file]') }).first()
    await row.locator('input[type=file]').setInputFiles([asFile('甲.pdf'), asFile('乙.pdf'), asFile('丙.pdf')])
    for (const name of ['甲.pdf', '乙.pdf', '丙.pdf']) await row.getByRole('link', { name }).waitFor()
    assert.equal((await now(draft.id)).files.filter(({ removedAt }) => !removedAt).length, 3)

    broken = true
    await row.locator('input[type=file]').setInputFiles(asFile('大.pdf', Buffer.concat([pdf, Buffer.alloc(9 << 20, 0x20)])))
    await until(() => offsets.includes(8 << 20), 'the second part to be sent', 20_000)
    await row.locator('progress, [role=progressbar]').first().waitFor()
    await picture(page, 'apply-upload-broken')
    await sound(page)
    broken = false
    await row.getByRole('link', { name: '大.pdf' }).waitFor({ timeout: 30_000 })
    assert.equal(offsets.filter((offset) => offset === 0).length <= 1, true, `what was confirmed is not sent again: ${offsets}`)

    await row.locator('input[type=file]').setInputFiles({ name: '病毒.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') })
    await row.locator('.field-error').waitFor()
    await row.locator('input[type=file]').setInputFiles(asFile('假.pdf', Buffer.from('not a pdf')))
    await row.locator('.notice.error').waitFor()
    await sound(page)
    await row.getByRole('button', { name: '移除 乙.pdf' }).click()
    await row.getByRole('link', { name: '乙.pdf' }).waitFor({ state: 'detached' })

    const second = page.locator('.apply-material', { has: page.locator('input[type=file]') }).nth(1)
    await second.getByRole('button', { name: /材料库/ }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.locator('input[type=search]').fill('盖章后')
    await picture(page, 'apply-library')
    await sound(page)
    await dialog.getByRole('button', { name: /使用 盖章后的扫描件/ }).first().click()
    await second.getByRole('link', { name: '盖章后的扫描件.pdf' }).waitFor()
    await second.getByText('复用').waitFor()
    await page.context().close()
  })

  test('that is moved to a newer version of its item is shown what changed', async () => {
    const drafts = [await newDraft('LX-13'), await newDraft('LX-13')]
    const { inForce, today } = await ask(people.sysadmin, '/admin/items/LX-13')
    const note = '完善取水表单'
    const copy = await change('sysadmin', 'POST', `/admin/item-versions/${inForce}/copy`, { note })
    const body = { ...copy.body, promised: { ...copy.body.promised, value: copy.body.promised.value + 1 } }
    const form = structuredClone(copy.form)
    form.schema.properties.site.title = '取水地点（乡镇、村）'
    const edited = await change('sysadmin', 'PUT', `/admin/item-versions/${copy.id}`, { hash: copy.hash, body, form, note })
    await change('sysadmin', 'POST', `/admin/item-versions/${edited.id}/publish`, { inForceFrom: today, note })
    const looks = [
      [{}, /承诺时限\s+15 个工作日\s+16 个工作日[\s\S]*取水地点（乡镇、村）/],
      [{ size: 'phone', lang: 'en' }, /Promised limit\s+15 working days\s+16 working days[\s\S]*Name of a field/],
    ]
    for (const [index, [look, told]] of looks.entries()) {
      const page = await as('enterprise', look)
      await page.goto(`/apply/${drafts[index].id}`)
      const table = page.locator('.apply-diff')
      await table.waitFor()
      assert.match(await table.innerText(), told)
      await picture(page, `apply-version-moved-${look.size ?? 'desk'}`)
      await sound(page)
      await page.context().close()
    }
  })

  test('shows naughty texts as they were typed, and runs none of them', async () => {
    const draft = await newDraft('LX-13')
    const page = await as('enterprise')
    const said = []
    page.on('dialog', (dialog) => {
      said.push(dialog.message())
      void dialog.dismiss()
    })
    const { strings } = JSON.parse(readFileSync(fileURLToPath(new URL('../../api/testdata/naughty_strings.json', import.meta.url)), 'utf8'))
    // Control characters are refused by the API, and a field of one line holds none of them.
    // oxlint-disable-next-line no-control-regex
    const usable = strings.filter((text) => text.trim() === text && text && !/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff](?![\udc00-\udfff])/u.test(text))
    const wicked = [...usable.filter((text) => /[<'"&{$]/.test(text)), ...usable.filter((text) => !/[<'"&{$]/.test(text))]
    const { formDefinition: form } = await now(draft.id)
    const typed = {}
    for (const [index, section] of form.layout.sections.entries()) {
      await page.goto(`/apply/${draft.id}/form/${index + 1}`)
      await page.locator('form .field').first().waitFor()
      for (const name of section.fields) {
        const { 'x-widget': widget, maxLength, pattern } = form.schema.properties[name]
        const field = page.locator(`#f-${name}`)
        if (!['text', 'textarea'].includes(widget) || (pattern && pattern !== '\\S') || !(await field.isVisible())) continue
        let text = ''
        while (wicked.length) {
          const next = wicked.findIndex((one) => [...text, ...one].length < Math.min(maxLength, 1500))
          if (next < 0) break
          text += `${text && widget === 'textarea' ? '\n' : text && ' '}${wicked.splice(next, 1)[0]}`
          if (text.length > maxLength * 0.8) break
        }
        await field.fill(text)
        typed[name] = text
      }
      await until(async () => {
        const { form: kept } = (await now(draft.id)).case
        return section.fields.every((name) => !(name in typed) || kept?.[name] === typed[name])
      }, `section ${index + 1} to be saved exactly`, 15_000)
      await sound(page)
    }
    assert.ok(Object.values(typed).join('').length > 2000 && /<script|onerror/i.test(Object.values(typed).join('')))
    for (const [index, section] of form.layout.sections.entries()) {
      await page.goto(`/apply/${draft.id}/form/${index + 1}`)
      for (const name of section.fields.filter((one) => one in typed)) {
        await page.waitForFunction(([at, text]) => document.querySelector(at)?.value === text, [`#f-${name}`, typed[name]])
      }
    }
    for (const look of [{}, { size: 'phone' }]) {
      const check = look.size ? await as('enterprise', look) : page
      await check.goto(`/apply/${draft.id}/check`)
      await check.locator('.stack .summary-list').first().waitFor()
      const shown = await check.locator('main').evaluate((main) => main.textContent)
      for (const text of Object.values(typed)) assert.ok(shown.includes(text), text)
      await picture(check, `apply-naughty-${look.size ?? 'desk'}`)
      await sound(check)
    }
    assert.deepEqual(said, [])
  })

  test('of a renewal begins from the licence', async () => {
    const page = await as('enterprise')
    await page.goto('/me/licences')
    await page.getByRole('link', { name: '申请延续' }).first().click()
    await page.waitForURL(/\/apply\/new\?item=.*change=RENEWAL/)
    await page.getByText('在已有证照到期前申请延续').waitFor()
    await sound(page)
    await page.locator('form button[type=submit]').click()
    await page.waitForURL(/\/apply\/\d+$/)
    const { case: one } = await now(Number(page.url().split('/').pop()))
    assert.equal(one.changeKind, 'RENEWAL')
    assert.ok(one.licenceId > 0)
    await page.context().close()
  })
})

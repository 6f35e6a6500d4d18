// A case as its applicant follows it, and what anybody may look up: progress, papers, ratings.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { launch, out, picture, sizes, visitor } from './lib/browser.mjs'
import { largePrint, sound } from './lib/checks.mjs'
import { login, startPortal } from './lib/portal.mjs'

const password = 'Yizhanban-2026'
let portal
let browser
const people = {}

before(async () => {
  portal = await startPortal()
  browser = await launch()
  for (const name of ['enterprise', 'agent', 'window', 'reviewer', 'qxj-cb1', 'xfjy-cb1', 'xfjy-ks1']) {
    const page = await visitor(browser, { base: portal.base })
    await login(page, name, password)
    people[name] = page
  }
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

/** What a signed-in person asks of the API, or does by it. */
function ask(name, path, body, method = 'POST') {
  return people[name].evaluate(
    async ([address, content, how, key]) => {
      const token = decodeURIComponent(/onestop_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? '')
      const change = { method: how, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token, 'Idempotency-Key': key }, body: JSON.stringify(content) }
      const answer = await fetch(`/api/v1${address}`, content ? change : {})
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${address}: ${answer.status} ${text}`)
      return text ? JSON.parse(text) : null
    },
    [path, body, method, randomUUID().replaceAll('-', '')],
  )
}

/** A page of somebody who is signed in already, in another size or language. */
async function as(name, options) {
  const page = await visitor(browser, { base: portal.base, ...options })
  const cookies = await people[name].context().cookies()
  await page.context().addCookies(cookies.filter((cookie) => cookie.name !== 'lang'))
  return page
}

/** The enterprise hands in a request for an item, with the sample answers and a file of its library for each material, with a gap but for one that may follow. */
async function handIn(itemCode, gap = false, attrs = undefined) {
  const { session } = await ask('enterprise', '/session')
  const [project] = (await ask('enterprise', '/projects')).rows
  const { sample } = await ask('enterprise', `/items/${itemCode}`)
  const draft = await ask('enterprise', '/cases', { itemCode, enterpriseId: session.post.enterpriseId, projectId: project.id })
  await ask('enterprise', `/cases/${draft.id}`, { version: draft.version, form: sample, attrs }, 'PATCH')
  const [file] = (await ask('enterprise', '/files?limit=1')).rows
  const { materials } = await ask('enterprise', `/cases/${draft.id}`)
  const missing = materials.filter(({ state }) => state === 'MISSING')
  const follows = gap ? missing.find((one) => one.mayFollow)?.code : ''
  for (const { code } of missing.filter((one) => one.code !== follows)) {
    await ask('enterprise', `/cases/${draft.id}/materials/${code}/reuse`, { fileId: file.id })
  }
  const { version } = (await ask('enterprise', `/cases/${draft.id}`)).case
  return { ...(await ask('enterprise', `/cases/${draft.id}/submit`, { version })), follows }
}

/** The next day of a date. */
function dayAfter(date) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** A person adds a file to a material that is open on the page of the case. */
async function addFile(page, code) {
  const input = page.locator(`#material-${code} input[type=file]`)
  await input.setInputFiles({ name: '补充.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') })
}

async function casesOf(name, query) {
  return (await ask(name, `/cases?limit=200${query}`)).rows
}

const looks = [
  { size: 'desk', lang: 'zh' },
  { size: 'phone', lang: 'en' },
  { size: 'desk', lang: 'en', theme: 'dark' },
  { size: 'phone', lang: 'zh', large: true },
]
const nameOf = ({ size, lang, theme, large }) => [size, lang, theme, large && 'large'].filter(Boolean).join('-')

describe('a delivered case', () => {
  let one
  before(async () => {
    const all = (await casesOf('enterprise', '&status=DELIVERED')).filter(({ flow, promisedDue, promiseUnit }) => flow === 'PERMIT' && promisedDue && promiseUnit === 'WORKING_DAY')
    one = all.find(({ round }) => round > 1) ?? all[0]
    assert.ok(one, 'the demo has a delivered case')
  })

  for (const look of looks) {
    test(`is told from its receipt to its delivery, ${nameOf(look)}`, async () => {
      const page = await as('enterprise', look)
      await page.goto(`/cases/${one.id}`)
      await page.locator('.case-timeline li').nth(4).waitFor()
      await page.locator('.case-rating, .case-dues').first().waitFor()
      assert.match(await page.locator('.case-timeline').innerText(), look.lang === 'zh' ? /提交申请[\s\S]*受理[\s\S]*作出准予决定[\s\S]*送达/ : /Handed in[\s\S]*Accepted[\s\S]*Granted[\s\S]*Delivered/)
      await page.locator('.case-rating').waitFor()
      await picture(page, `case-delivered-${nameOf(look)}`)
      await sound(page)
      if (look.large) await largePrint(page)
      await page.context().close()
    })
  }

  test('shows why its date is what it is, day by day, and the days add up', async () => {
    const page = await as('enterprise', {})
    await page.goto(`/cases/${one.id}`)
    await page.locator('.case-dues button').first().click()
    await page.locator('.ledger').waitFor()
    const ledger = await ask('enterprise', `/cases/${one.id}/clocks/P/ledger`)
    const counted = ledger.days.filter((day) => day.counted).length
    assert.equal(counted, ledger.clock.limit.value)
    assert.ok((await page.locator('.ledger').innerText()).includes(`共计入 ${counted} 天`))
    await page.locator('.ledger summary').click()
    assert.equal(await page.locator('.ledger-table tbody tr').count(), ledger.days.length)
    await picture(page, 'case-days')
    await sound(page)
    await page.context().close()
  })

  test('shows its materials, its form and a question that is asked', async () => {
    const page = await as('enterprise', { size: 'phone' })
    await page.goto(`/cases/${one.id}?tab=materials`)
    await page.locator('.case-materials a[download]').first().waitFor()
    await picture(page, 'case-materials-phone')
    await sound(page)
    await page.goto(`/cases/${one.id}?tab=talk`)
    await page.locator('#f-body').fill('请问证照可以邮寄吗？')
    await page.getByRole('button', { name: '发送' }).click()
    await page.locator('.case-talk', { hasText: '请问证照可以邮寄吗？' }).waitFor()
    await picture(page, 'case-talk-phone')
    await sound(page)
    await page.context().close()
  })

  test('prints each paper on one A4 page, which anybody can verify', async () => {
    const page = await as('enterprise', {})
    await page.goto(`/cases/${one.id}?tab=papers`)
    await page.getByRole('link', { name: /受理通知书/ }).first().click()
    await page.locator('.paper svg.qr').waitFor()
    await picture(page, 'paper-desk')
    await sound(page)
    const path = join(out, 'paper.pdf')
    await page.pdf({ path, preferCSSPageSize: true, printBackground: true })
    const pdf = readFileSync(path, 'latin1')
    assert.equal((pdf.match(/\/Type\s*\/Page\b/g) ?? []).length, 1)
    assert.match(pdf, /\/MediaBox\s*\[0 0 59[45][.\d]* 84[12]/)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.paper-aside').isVisible(), false)
    assert.equal(await page.locator('.site-header').isVisible(), false)
    await picture(page, 'paper-print')
    await page.emulateMedia({ media: 'screen' })
    await page.getByText('英文参考译文').click()
    await page.locator('.paper-translation').waitFor()
    const address = await page.locator('.paper svg.qr').getAttribute('aria-label')
    const target = new URL(address.slice(address.indexOf('http')))
    await page.context().close()

    const stranger = await visitor(browser, { base: portal.base, size: 'phone', lang: 'en' })
    await stranger.goto(target.pathname + target.search)
    await stranger.locator('.notice.success').waitFor()
    await picture(stranger, 'verify-phone-en')
    await sound(stranger)
    await stranger.goto(`${target.pathname}?h=00`)
    await stranger.locator('.notice.error', { hasText: 'Not what was issued' }).waitFor()
    await stranger.locator('input').fill('ZZZZZZZZ')
    await stranger.getByRole('button', { name: 'Verify' }).click()
    await stranger.locator('.notice.error', { hasText: 'No such paper' }).waitFor()
    await sound(stranger)
    await stranger.context().close()
  })
})

describe('an open case', () => {
  test('that is at the window tells its lamp and its dates; correcting is told on the open page', async () => {
    const one = await handIn('LX-05')
    const page = await as('enterprise', {})
    await page.goto(`/cases/${one.id}`)
    await page.locator('.case-next h2', { hasText: '窗口审查申请材料' }).waitFor()
    await page.locator('.case-dues b').first().waitFor()
    await picture(page, 'case-submitted')
    await sound(page)
    const { case: now, materials } = await ask('window', `/cases/${one.id}`)
    const defects = [{ material: materials[0].code, problem: '第 3 页缺少盖章', basis: '办事指南申请材料要求', howTo: '盖章后重新上传扫描件' }]
    await ask('window', `/cases/${one.id}/moves/require_correction`, { version: now.version, defects })
    // Nobody has touched the page.
    await page.locator('.case-next h2', { hasText: '请您补正材料' }).waitFor()
    await page.locator('.defect-list', { hasText: '第 3 页缺少盖章' }).waitFor()
    assert.equal(await page.locator('.case-acts a').getAttribute('href'), `/apply/${one.id}`)
    await picture(page, 'case-correction')
    await sound(page)
    await page.context().close()

    const phone = await as('enterprise', { size: 'phone', lang: 'en' })
    await phone.goto(`/cases/${one.id}`)
    await phone.locator('.defect-list').waitFor()
    await picture(phone, 'case-correction-phone-en')
    await sound(phone)
    await phone.getByRole('button', { name: 'Withdraw' }).click()
    const dialog = phone.locator('dialog[open]')
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await dialog.locator('.error-summary').waitFor()
    await picture(phone, 'case-withdraw-phone-en', { whole: false })
    await sound(phone)
    await dialog.locator('#f-reason').fill('The project is put off')
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await phone.locator('.case-next h2', { hasText: 'Withdrawn' }).waitFor()
    assert.equal((await ask('enterprise', `/cases/${one.id}`)).case.status, 'WITHDRAWN')
    await phone.context().close()
  })

  test('accepted with a gap takes what was promised on its page, and later what the department asks for, while its limit goes on', async () => {
    const one = await handIn('SG-03', true)
    const { follows } = one
    const read = (name) => ask(name, `/cases/${one.id}`)
    const { case: submitted, today } = await read('window')
    await ask('window', `/cases/${one.id}/moves/accept_tolerant`, { version: submitted.version, missing: [follows], gapDue: dayAfter(today), promise: true })
    const page = await as('enterprise', {})
    await page.goto(`/cases/${one.id}`)
    await page.getByText('容缺材料尚未交齐').waitFor()
    await picture(page, 'case-gap')
    await sound(page)
    await addFile(page, follows)
    await page.getByText('容缺材料尚未交齐').waitFor({ state: 'detached' })
    await ask('window', `/cases/${one.id}/moves/close_gap`, { version: (await read('window')).case.version })
    await page.locator(`#material-${follows}`).waitFor({ state: 'detached' })

    const { case: before } = await read('enterprise')
    const desk = await as('qxj-cb1', {})
    await desk.goto(`/staff/cases/${one.id}`)
    await desk.locator('summary', { hasText: '更多' }).click()
    await desk.getByRole('button', { name: '要求补充材料' }).click()
    const dialog = desk.locator('dialog[open]')
    await dialog.locator('button[type=submit]').click()
    await dialog.locator('.error-summary').waitFor()
    await dialog.getByRole('checkbox', { name: /^M1 / }).check()
    await dialog.locator('#f-defects-0-problem').fill('第 2 页缺少日期')
    await dialog.locator('#f-defects-0-howTo').fill('补充后重新上传')
    await picture(desk, 'desk-supplement', { whole: false })
    await sound(desk)
    await dialog.locator('button[type=submit]').click()
    await dialog.waitFor({ state: 'detached' })

    const phone = await as('enterprise', { size: 'phone', lang: 'en' })
    await phone.goto('/me')
    await phone.getByText('More material', { exact: true }).first().waitFor()
    await phone.goto(`/cases/${one.id}`)
    await phone.getByText('第 2 页缺少日期').first().waitFor()
    await picture(phone, 'case-supplement-phone-en')
    await sound(phone)
    await addFile(phone, 'M1')
    await phone.getByText('More material is asked for').waitFor({ state: 'detached' })
    const { case: then, materials } = await read('enterprise')
    assert.equal(materials.find(({ code }) => code === 'M1').state, 'SUPPLIED')
    assert.deepEqual([then.legalDue, then.promisedDue, then.supplementOn], [before.legalDue, before.promisedDue, null])
    await desk.getByText('已补交，待核').waitFor()
    await picture(desk, 'desk-supplied')
    for (const shown of [page, desk, phone]) await shown.context().close()
  })

  test('whose commitment was false stands on record, on both sides, until its department repairs it', async () => {
    const one = await handIn('JY-13', false, { 'case.fire_opening_mode': 'COMMITMENT' })
    const read = async (name) => (await ask(name, `/cases/${one.id}`)).case
    const act = async (verb, more) => ask('window', `/cases/${one.id}/moves/${verb}`, { version: (await read('window')).version, ...more })
    await act('decide_instant', { decision: { findings: '申请人作出承诺，准予', siteCheckBy: ['甲', '乙'] } })
    await act('make_certificate')
    await act('deliver', { delivery: { how: 'DIRECT', recipient: '王强' } })

    const desk = await as('xfjy-cb1', {})
    await desk.goto(`/staff/cases/${one.id}`)
    await desk.getByRole('button', { name: '领取 承诺核查' }).click()
    await desk.getByRole('button', { name: '办毕 承诺核查' }).click()
    const dialog = desk.locator('dialog[open]')
    await dialog.getByRole('radio', { name: '承诺不实，记入失信记录' }).check()
    await dialog.locator('button[type=submit]').click()
    await dialog.locator('.error-summary').waitFor()
    await dialog.locator('#f-remark').fill('疏散通道被占用，与承诺不符')
    await picture(desk, 'desk-verify', { whole: false })
    await dialog.locator('button[type=submit]').click()
    await desk.getByText('失信记录：告知承诺不实').waitFor()
    assert.equal(await desk.getByRole('button', { name: '信用修复' }).count(), 0, 'a reviewer repairs nothing')

    const phone = await as('enterprise', { size: 'phone', lang: 'en' })
    await phone.goto('/me/enterprise')
    await phone.getByText('Until the credit is repaired').first().waitFor()
    await picture(phone, 'me-credit-phone-en')
    await sound(phone)

    const head = await as('xfjy-ks1', {})
    await head.goto(`/staff/cases/${one.id}`)
    await head.getByRole('button', { name: '信用修复' }).click()
    const repair = head.locator('dialog[open]')
    await repair.locator('button[type=submit]').click()
    await repair.locator('.error-summary').waitFor()
    await repair.locator('#f-reason').fill('已整改，现场复核合格')
    await repair.locator('#f-secondId').selectOption({ index: 1 })
    await picture(head, 'desk-credit-repair', { whole: false })
    await sound(head)
    await repair.locator('button[type=submit]').click()
    await head.getByText('失信记录已修复').first().waitFor()
    await phone.reload()
    await phone.getByText('已整改，现场复核合格').waitFor()
    for (const shown of [desk, phone, head]) await shown.context().close()
  })

  test('that is paused shows the pause as one, with its article, in both sizes', async () => {
    const one = await handIn('GJ-02')
    const version = async (name) => (await ask(name, `/cases/${one.id}`)).case.version
    await ask('window', `/cases/${one.id}/moves/accept`, { version: await version('window') })
    const { today } = await ask('reviewer', `/cases/${one.id}`)
    const plannedEnd = new Date(Date.parse(today) + 10 * 86_400_000).toISOString().slice(0, 10)
    const pause = { reason: 'EXPERT_REVIEW', from: today, plannedEnd }
    await ask('reviewer', `/cases/${one.id}/moves/start_special`, { version: await version('reviewer'), reason: '组织专家评审', pause })
    for (const look of [{}, { size: 'phone', lang: 'en' }]) {
      const page = await as('enterprise', look)
      await page.goto(`/cases/${one.id}`)
      await page.locator('.case-next h2', { hasText: look.lang ? 'the clock stands still' : '专家评审进行中，时限暂停' }).waitFor()
      await page.locator('.case-timeline li.pause').waitFor()
      await page.locator('.case-dues li').first().waitFor()
      await picture(page, `case-paused-${look.size ?? 'desk'}`)
      await sound(page)
      await page.goto(`/cases/${one.id}?tab=days`)
      await page.locator('.ledger .is-PAUSED').first().waitFor()
      assert.match(await page.locator('.case-pauses').innerText(), look.lang ? /行政许可法 art 45/ : /行政许可法第45条/)
      await picture(page, `case-paused-days-${look.size ?? 'desk'}`)
      await sound(page)
      await page.context().close()
    }
  })

  test('of several parts shows each part with its own department and clock', async () => {
    const sets = (await casesOf('agent', '')).filter(({ flow }) => flow === 'COMPOSITE')
    const one = sets.find(({ status }) => status === 'IN_PROGRESS') ?? sets[0]
    for (const size of Object.keys(sizes)) {
      const page = await as('agent', { size })
      await page.goto(`/cases/${one.id}`)
      await page.locator('.case-parts tbody tr').first().waitFor()
      const parts = (await ask('agent', `/cases/${one.id}/parts`)).rows
      assert.equal(await page.locator('.case-parts tbody tr').count(), parts.length)
      await picture(page, `case-composite-${size}`)
      await sound(page)
      await page.context().close()
    }
  })
})

describe('the public look-up', () => {
  test('tells a paused case without names of people, and a wrong code as an unknown number', async () => {
    const [one] = await casesOf('window', '&status=SPECIAL_PROCEDURE')
    const receipt = (await ask('window', `/cases/${one.id}/papers`)).rows.find(({ kind }) => kind === 'DOC-01')
    const { blocks } = await ask('window', `/papers/${receipt.id}`)
    const code = /查询码([0-9A-Z]{8})/.exec(blocks.map(({ text }) => text).join('\n'))[1]
    for (const size of Object.keys(sizes)) {
      const page = await visitor(browser, { base: portal.base, size })
      await page.goto('/')
      await page.locator('.progress-box input').first().fill(one.number)
      await page.locator('.progress-box input').last().fill(code.toLowerCase())
      await page.locator('.progress-box button').click()
      await page.locator('.timeline li.pause').first().waitFor()
      assert.equal(new URL(page.url()).pathname, '/progress')
      assert.equal((await page.locator('main').innerText()).includes(one.enterprise), false)
      await page.locator('.case-pauses li').first().waitFor()
      await picture(page, `progress-${size}`)
      await sound(page)
      await page.goto(`/progress?number=${one.number}&code=AAAAAAAA`)
      const wrong = await page.locator('.notice.error').innerText()
      await page.goto(`/progress?number=140999202603020000177&code=${code}`)
      await page.locator('.notice.error').waitFor()
      assert.equal(await page.locator('.notice.error').innerText(), wrong)
      await sound(page)
      await page.context().close()
    }
    const english = await visitor(browser, { base: portal.base, lang: 'en' })
    await english.goto(`/progress?number=${one.number}&code=${code}`)
    await english.locator('.timeline li.pause').first().waitFor()
    await sound(english)
    await english.goto('/progress')
    await english.getByRole('button', { name: 'Look up' }).click()
    await english.locator('.error-summary').waitFor()
    await sound(english)
    await english.context().close()
  })
})

/** The latest delivered case of a person that nobody has rated. */
async function unrated(name, fits) {
  for (const one of (await casesOf(name, '&status=DELIVERED')).filter(fits).reverse()) {
    if (!(await ask('window', `/cases/${one.id}/rating`))?.rating) return one
  }
  assert.fail(`${name} has no delivered case that is not rated`)
}

describe('a rating', () => {
  test('by link is given once; a bad one asks why, is answered, and is rated again', async () => {
    const one = await unrated('enterprise', ({ deptCode }) => deptCode === 'ZRZY')
    const { token } = await ask('window', `/cases/${one.id}/rating-link`, {})
    const page = await visitor(browser, { base: portal.base, size: 'phone' })
    await page.goto(`/rate#${token}`)
    await page.locator('.star', { hasText: '非常不满意' }).click()
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.locator('.error-summary', { hasText: '请说明哪里不满意' }).waitFor()
    await picture(page, 'rate-phone')
    await sound(page)
    await page.locator('#f-comment').fill('材料交了两次')
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.locator('.panel', { hasText: '感谢您的评价' }).waitFor()
    await sound(page)
    await page.goto(`/rate?token=${token}`)
    await page.locator('.notice', { hasText: '评价已锁定' }).waitFor()
    assert.equal(await page.locator('.star').count(), 0)

    // Its department puts it right on the desk of the case.
    const desk = await as('reviewer', {})
    await desk.goto(`/staff/cases/${one.id}`)
    const act = async (name, fill = async () => {}) => {
      await desk.locator('.rectify').getByRole('button', { name, exact: true }).click()
      await fill(desk.locator('dialog[open]'))
      await desk.locator('dialog[open] button[type=submit]').click()
      await desk.locator('dialog[open]').waitFor({ state: 'detached' })
    }
    await act('开始整改')
    await act('记录回访', (dialog) => dialog.locator('#f-note').fill('已电话联系'))
    await act('认定差评性质', (dialog) => dialog.locator('input[value=CLEAR]').check())
    await act('答复企业', async (dialog) => {
      await dialog.locator('button[type=submit]').click()
      await dialog.locator('.error-summary li').waitFor()
      await sound(desk)
      await dialog.locator('#f-reply').fill('已简化材料，今后不再重复收取。')
    })
    await desk.locator('.rectify', { hasText: '已简化材料' }).waitFor()
    await picture(desk, 'rectify')
    await sound(desk)
    await desk.context().close()
    const work = async () => (await ask('reviewer', `/rectifications?caseId=${one.id}`)).rows[0]

    const again = await visitor(browser, { base: portal.base, lang: 'en' })
    await again.goto(`/rate/${token}`)
    await again.locator('.notice', { hasText: '已简化材料' }).waitFor()
    await picture(again, 'rate-again-en')
    await sound(again)
    await again.locator('.star').nth(1).click()
    await again.getByRole('button', { name: 'Send' }).click()
    await again.locator('.panel', { hasText: 'Thank you for rating again' }).waitFor()
    assert.equal((await work()).secondLevel, 4)
    await again.goto('/rate/nonsense')
    await again.locator('.notice.warn').waitFor()
    await sound(again)
    await page.context().close()
    await again.context().close()
  })

  test('on the page of the case is locked once it is given', async () => {
    const one = await unrated('enterprise', ({ deptCode }) => deptCode !== 'ZRZY')
    const page = await as('enterprise', {})
    await page.goto(`/cases/${one.id}`)
    await page.locator('.star', { hasText: '非常满意' }).first().click()
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.locator('.case-rating h2', { hasText: '本件已评价' }).waitFor()
    await sound(page)
    await page.reload()
    await page.locator('.case-rating h2', { hasText: '本件已评价' }).waitFor()
    assert.equal(await page.locator('.case-rating .star').count(), 0)
    await page.context().close()
  })
})

test('the window makes the code for rating, and its papers open as pages', async () => {
  const one = await unrated('window', () => true)
  const page = people.window
  await page.goto(`/staff/cases/${one.id}`)
  await page.getByRole('button', { name: '评价二维码' }).click()
  await page.locator('dialog[open] svg.qr').waitFor()
  assert.match(await page.locator('dialog[open] a').getAttribute('href'), /\/rate#[\w-]{20,}$/)
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: '文书' }).click()
  await page.locator('.paper-list a').first().click()
  await page.locator('article.paper').waitFor()
  assert.match(new URL(page.url()).pathname, /^\/papers\/\d+$/)
  await sound(page)
})

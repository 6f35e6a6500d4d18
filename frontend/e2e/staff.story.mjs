// The staff pages on the seeded county: every page sound at both sizes and in both languages, and a
// case taken through its desk by keyboard and dialog.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, picture, visitor } from './lib/browser.mjs'
import { largePrint, noSidewaysScroll, sound } from './lib/checks.mjs'
import { login, startPortal } from './lib/portal.mjs'
import { ask } from './lib/applicant.mjs'

const password = 'Yizhanban-2026'
let browser
let portal

before(async () => {
  portal = process.env.ONESTOP_BASE ? { base: process.env.ONESTOP_BASE, stop: async () => {} } : await startPortal()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await portal?.stop()
})

async function staff(who, path, options = {}) {
  const page = await visitor(browser, { base: portal.base, ...options })
  await login(page, who, password)
  await open(page, path)
  return page
}

/** Who opens which pages; each person signs in once a variation. */
const walks = {
  window: [
    ['queue', '/staff/queue'],
    ['enterprises', '/staff/enterprises'],
    ['projects', '/staff/projects'],
    ['case', null],
  ],
  approver: [['sign', '/staff/sign']],
  agent: [['agent', '/staff/agent']],
  taskforce: [['agents', '/staff/agents']],
}

/** Both sizes and both languages; a desk reads Chinese and a phone English. */
const variations = [
  { size: 'desk', lang: 'zh' },
  { size: 'phone', lang: 'en' },
]

async function open(page, path) {
  await page.goto(path)
  await page.locator('main h1').waitFor()
  await page.waitForFunction(() => !document.querySelector('.skeleton'))
}

async function firstCase(page) {
  const { rows } = await ask(page, '/queue/todo')
  assert.ok(rows.length > 0, 'the demo county has work for its window')
  return `/staff/cases/${rows[0].caseId}`
}

describe('the staff pages', () => {
  for (const { size, lang } of variations) {
    for (const [who, pages] of Object.entries(walks)) {
      test(`of ${who} are sound on a ${size} in ${lang}`, async () => {
        const page = await visitor(browser, { base: portal.base, size, lang })
        await login(page, who, password)
        for (const [name, path] of pages) {
          await open(page, path ?? (await firstCase(page)))
          await picture(page, `staff-${name}-${size}-${lang}`)
          await sound(page)
        }
        await page.context().close()
      })
    }
  }

  test('the queue and the desk are large in large print', async () => {
    const page = await staff('window', '/staff/queue', { large: true, size: 'phone' })
    await noSidewaysScroll(page)
    await largePrint(page)
    await page.context().close()
  })
})

describe('the queue', () => {
  test('is walked by keyboard: J and K move, P peeks, slash searches, Enter opens', async () => {
    const page = await staff('window', '/staff/queue')
    await page.locator('.queue-table tbody tr:not(.room)').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    const number = await page.locator('tr.current a').innerText()
    await page.keyboard.press('p')
    await page.locator('.peek').getByText(number).waitFor()
    await sound(page)
    await page.keyboard.press('/')
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'search')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.locator('dialog[open] kbd', { hasText: 'Enter' }).waitFor()
    await sound(page)
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/staff\/cases\/\d+$/)
    await page.locator('.case-head').getByText(number).waitFor()
    await page.context().close()
  })

  test('keeps a view under a name', async () => {
    const page = await staff('window', '/staff/queue')
    await page.getByRole('button', { name: /红灯/ }).click()
    await page.locator('.views summary').click()
    await page.getByLabel('视图名称').fill('红灯件')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.reload()
    await page.locator('.views summary').click()
    await page.getByRole('button', { name: '红灯件', exact: true }).click()
    assert.equal(await page.getByRole('button', { name: /红灯$/ }).getAttribute('aria-pressed'), 'true')
    await page.context().close()
  })

  test('shows the lead of a set its sets, whatever waits on it, and opens their desk', async () => {
    const page = await staff('leaddept', '/staff/queue?tab=sets')
    const rows = page.locator('tbody tr:not(.room)')
    const { rows: sets } = await ask(page, '/cases?sets=true&open=true&limit=50')
    assert.ok(sets.length > 0 && sets.every(({ flow }) => flow === 'COMPOSITE'))
    assert.equal(await rows.count(), sets.length)
    await sound(page)
    await rows.first().getByRole('link').click()
    await page.waitForURL(/\/staff\/joint\/\d+$/)
    await page.context().close()
  })
})

describe('the case desk', () => {
  test('explains a date day by day, and its ledger ends on that date', async () => {
    const page = await staff('window', '/staff/queue')
    const { rows } = await ask(page, '/queue/todo')
    await page.goto(`/staff/cases/${rows.find((row) => row.windowDue).caseId}`)
    await page.locator('.case-dates button').first().click()
    await page.locator('dialog[open] .ledger-day.due').waitFor()
    await sound(page)
    await page.context().close()
  })

  test('tells what is missing before it asks the server', async () => {
    const page = await staff('window', '/staff/queue')
    const { rows } = await ask(page, '/queue/todo')
    let id
    for (const row of rows) {
      const { verbs } = await ask(page, `/cases/${row.caseId}`)
      if (verbs.includes('not_accept')) {
        id = row.caseId
        break
      }
    }
    assert.ok(id, 'a case that may be refused acceptance')
    await page.goto(`/staff/cases/${id}`)
    await page.getByRole('button', { name: '不予受理', exact: true }).click()
    await page.locator('dialog[open] button[type=submit]').click()
    const summary = page.locator('.error-summary')
    await summary.waitFor()
    assert.equal(await summary.getByRole('link').count(), 2)
    await sound(page)
    await page.context().close()
  })
})

describe('agents', () => {
  const dialog = (page) => page.locator('dialog[open]').last()
  const submit = (page) => dialog(page).locator('button[type=submit]').click()
  const told = (page, text) => page.locator('[role=status] .notice.success').filter({ hasText: text }).waitFor()
  const inPool = async (page, id) => (await ask(page, '/agent-pool')).rows.find(({ userId }) => userId === id)

  test('are edited in their pool by the lead of a task force, and only read by a leader', async () => {
    const page = await staff('taskforce', '/staff/agents')
    const { rows } = await ask(page, '/agent-pool')
    const one = rows.at(-1)
    await page.getByRole('button', { name: `修改 ${one.name}`, exact: true }).click()
    await dialog(page).getByLabel('在办上限').fill('0')
    await submit(page)
    await dialog(page).locator('.error-summary').waitFor()
    await dialog(page).getByLabel('在办上限').fill('77')
    await dialog(page).getByLabel('添加熟悉的事项').selectOption('LX-12')
    await dialog(page).getByLabel('仅人工指派，不参加自动指派').check()
    await sound(page)
    await picture(page, 'staff-agents-edit')
    await submit(page)
    await told(page, one.name)
    const now = await inPool(page, one.userId)
    assert.equal(now.maxLoad, 77)
    assert.ok(now.noAuto && now.skills.includes('LX-12'))
    await page.context().close()
    const leader = await staff('leader', '/staff/agents')
    assert.equal(await leader.getByRole('button', { name: /^修改/ }).count(), 0)
    await leader.context().close()
  })

  test('are assigned to a case by the pool, and changed with a reason', async () => {
    const page = await staff('window', '/staff/queue')
    let id
    for (const { caseId } of (await ask(page, '/queue/todo')).rows) {
      const read = await ask(page, `/cases/${caseId}`)
      if (!read.case.agentId && !read.case.parentId && read.case.flow !== 'COMPOSITE') {
        id = caseId
        break
      }
    }
    assert.ok(id, 'a case without an agent')
    await open(page, `/staff/cases/${id}`)
    await page.getByRole('button', { name: '指派帮办员', exact: true }).click()
    await sound(page)
    await picture(page, 'staff-case-agent-assign')
    await submit(page)
    await told(page, '帮办员：')
    const first = (await ask(page, `/cases/${id}`)).case.agentId
    assert.ok(first, 'the pool gave one')

    await page.getByRole('button', { name: '变更帮办员', exact: true }).click()
    await submit(page)
    assert.equal(await dialog(page).locator('.error-summary a').count(), 2)
    await dialog(page).getByLabel('帮办员').selectOption({ index: 1 })
    await dialog(page).getByLabel('原因').fill('企业在工业园，就近服务')
    await sound(page)
    await picture(page, 'staff-case-agent-change')
    await submit(page)
    await told(page, '已变更为')
    assert.notEqual((await ask(page, `/cases/${id}`)).case.agentId, first)
    await page.context().close()
  })

  test('move the day of a task', async () => {
    const page = await staff('agent', '/staff/agent')
    await page.getByRole('tab', { name: /^任务/ }).click()
    await page.locator('.todo-new').getByLabel('新任务').fill('回访企业')
    await page.locator('.todo-new').getByLabel('完成日期').fill('2027-06-01')
    await page.locator('.todo-new > button[type=submit]').click()
    await page.getByRole('button', { name: '修改 回访企业', exact: true }).click()
    await dialog(page).getByLabel('任务').fill('回访企业负责人')
    await sound(page)
    await submit(page)
    await told(page, '任务已修改：回访企业负责人')
    await page.context().close()
  })
})

/** The day before one, as YYYY-MM-DD. */
function dayBefore(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

test('an act that is entered late is on the supervisor’s list, with who confirmed it and its paper', async () => {
  const page = await staff('window', '/staff/queue')
  const { rows } = await ask(page, '/queue/todo')
  const { today } = await ask(page, '/session')
  let one
  for (const row of rows) {
    const { case: read, verbs } = await ask(page, `/cases/${row.caseId}`)
    if (verbs.includes('withdraw') && read.receivedOn < today) one = read
    if (one) break
  }
  assert.ok(one, 'a case of an earlier day that may be withdrawn')
  await open(page, `/staff/cases/${one.id}`)
  const button = page.getByRole('button', { name: '撤回申请', exact: true })
  if (!(await button.isVisible())) await page.locator('.case-actions summary').click()
  await button.click()
  const dialog = page.locator('dialog[open]')
  await dialog.locator('#f-reason').fill('申请人到窗口书面撤回')
  await dialog.getByLabel('补录').check()
  await dialog.locator('#f-proof-at').fill(one.receivedOn)
  await dialog.locator('#f-proof-time').fill('16:30')
  await dialog.locator('#f-proof-secondId').selectOption({ index: 1 })
  await dialog.locator('#f-proof-paper').fill('撤回申请书，收件窗口卷宗3号')
  await sound(page)
  await dialog.locator('button[type=submit]').click()
  await dialog.waitFor({ state: 'detached' }).catch(async () => assert.fail(await dialog.innerText()))
  const supervisor = await staff('supervisor', '/staff/board')
  await supervisor.getByRole('link', { name: '补录清单' }).last().click()
  const line = supervisor.locator('tbody tr', { hasText: '收件窗口卷宗3号' })
  await line.getByText('申请人到窗口书面撤回').waitFor()
  await picture(supervisor, 'staff-late')
  await sound(supervisor)
  await line.getByRole('link').click()
  await supervisor.waitForURL(`**/staff/cases/${one.id}`)
  // As the journal knew it the evening before, the act was not yet there.
  await open(supervisor, `/staff/cases/${one.id}?at=${dayBefore(today)}`)
  await supervisor.getByText('不是现在的').waitFor()
  assert.equal(await supervisor.getByText('申请人到窗口书面撤回').count(), 0)
  await picture(supervisor, 'staff-as-at')
  await sound(supervisor)
  // Beside it, the special procedures begun on the last day of a limit.
  await open(supervisor, '/staff/last-day-pauses?from=2024-01&to=2026-11')
  const pause = supervisor.locator('tbody tr').first()
  await pause.waitFor()
  assert.equal(await supervisor.locator('tbody tr').count(), (await ask(supervisor, '/last-day-pauses?from=2024-01-01&to=2026-11-30')).rows.length)
  await picture(supervisor, 'staff-last-day')
  await sound(supervisor)
  await pause.getByRole('link').click()
  await supervisor.waitForURL(/staff\/cases\/\d+$/)
  await page.context().close()
  await supervisor.context().close()
})

test('every number at the top of the board opens exactly as many cases', async () => {
  const page = await staff('leader', '/staff/board')
  const links = page.locator('.metrics a[aria-label]')
  await links.nth(10).waitFor()
  const list = await staff('leader', '/staff/cases')
  for (const link of await links.all()) {
    const [said] = (await link.getAttribute('aria-label')).match(/\d[\d,]*(?= 件)/) ?? []
    assert.ok(said, await link.getAttribute('aria-label'))
    const [answer] = await Promise.all([list.waitForResponse((response) => response.url().includes('/api/v1/cases?')), list.goto(await link.getAttribute('href'))])
    const asked = new URL(answer.url())
    asked.searchParams.set('limit', '200')
    let n = 0
    for (let next = 1; next; ) {
      const page1 = await ask(list, asked.pathname.replace('/api/v1', '') + asked.search)
      n += page1.rows.length
      next = page1.next
      asked.searchParams.set('before', next)
    }
    assert.equal(n, Number(said.replaceAll(',', '')), await link.getAttribute('href'))
  }
  await page.context().close()
  await list.context().close()
})

// The administration on the seeded county: a notice with its preview, a post granted by two people, an
// absence, a setting with its trace in the audit, and an open case moved to another version.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, picture, visitor } from './lib/browser.mjs'
import { largePrint, sound } from './lib/checks.mjs'
import { login, startPortal, until } from './lib/portal.mjs'
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

async function open(page, path) {
  await page.goto(path)
  await settled(page)
}
async function settled(page) {
  await page.locator('main h1').waitFor()
  await page.waitForFunction(() => !document.querySelector('.skeleton'))
}
async function staff(who, path, options = {}) {
  const page = await visitor(browser, { base: portal.base, ...options })
  await login(page, who, password)
  await open(page, path)
  return page
}const button = (page, name, exact = true) => page.getByRole('button', { name, exact })
const dialog = (page) => page.locator('dialog[open]').last()
const submit = (page) => dialog(page).locator('button[type=submit]').click()
const told = (page, text) => page.locator('[role=status] .notice.success').filter({ hasText: text }).waitFor()

const walks = {
  sysadmin: ['users', 'departments', 'calendar', 'settings'],
  auditor: ['audit'],
  sectionhead: ['absences'],
}

describe('the administration', () => {
  for (const { size, lang } of [
    { size: 'desk', lang: 'zh' },
    { size: 'phone', lang: 'en' },
  ]) {
    test(`is sound on a ${size} in ${lang}`, async () => {
      for (const [who, paths] of Object.entries(walks)) {
        const page = await visitor(browser, { base: portal.base, size, lang })
        await login(page, who, password)
        for (const path of paths) {
          await open(page, `/staff/${path}`)
          await picture(page, `admin-${path}-${size}-${lang}`)
          await sound(page)
        }
        await page.context().close()
      }
    })
  }

  test('has its calendar and settings in large print', async () => {
    const page = await staff('sysadmin', '/staff/calendar', { large: true, size: 'phone' })
    await largePrint(page)
    await open(page, '/staff/settings')
    await largePrint(page)
    await page.context().close()
  })
})

describe('the calendar', () => {
  test('a county day off is previewed, moves a due date when applied, and gives it back when revoked', async () => {
    const page = await staff('sysadmin', '/staff/calendar')
    const leader = await staff('leader', '/staff/board')
    const { today } = await ask(page, '/session')
    const { days } = await ask(page, `/calendar/${today.slice(0, 4)}`)
    const day = days.find(({ date, kind }) => date > today && kind === 'WEEKDAY')?.date
    assert.ok(day, 'a working day of this year is left')
    await button(page, '登记本县休息日或上班日').click()
    await dialog(page).locator('#f-date').fill(day)
    await dialog(page).getByLabel('事由').fill('暴雪')
    await submit(page)
    await dialog(page).locator('.error-summary').waitFor() // no document number
    await dialog(page).getByLabel('本县文号').fill('示政发〔2026〕88号')
    const [answer] = await Promise.all([page.waitForResponse((response) => response.url().endsWith('/preview')), submit(page)])
    const { moved } = await answer.json()
    const one = moved.find((row) => row.clock === 'P' && row.old !== row.new)
    assert.ok(one, 'a promised date of an open case would move')
    await dialog(page).getByText('改为休息').waitFor()
    assert.ok((await dialog(page).locator('tbody tr').count()) > 0)
    await picture(page, 'admin-preview', { whole: false })
    await sound(page)
    const promised = async () => (await ask(leader, `/cases/${one.caseId}`)).case.promisedDue
    assert.equal(await promised(), one.old, 'a preview moves nothing')

    await button(dialog(page), '启用').click()
    await told(page, '已启用')
    await page.getByText(/件在办件的期限已按现行日历重算/).waitFor({ timeout: 60_000 })
    assert.equal(await promised(), one.new)
    await page.locator('.cal-month .k-LOCAL_OFF').first().waitFor()

    await button(page, '查看影响', false).first().click()
    await dialog(page).getByLabel('理由').fill('文件撤销')
    await button(dialog(page), '撤销').click()
    await told(page, '已撤销')
    await until(async () => (await promised()) === one.old, 'the date to go back', 60_000)
    await leader.context().close()
    await page.context().close()
  })

  test('a notice of the State Council is checked, previewed and makes its year firm', async () => {
    const page = await staff('sysadmin', '/staff/calendar')
    await button(page, '导入放假通知').click()
    await submit(page)
    await dialog(page).locator('.error-summary li').nth(13).waitFor() // both dates of seven festivals
    await dialog(page).getByLabel('年份').fill('2027')
    await dialog(page).getByLabel('文号').fill('国办发明电〔2026〕99号')
    await dialog(page).getByLabel('发布日期').fill('2026-11-04')
    const festivals = [
      ['2027-01-01', '2027-01-03', ''],
      ['2027-02-05', '2027-02-06', '2027-01-30、2027-02-13'], // 初二 and 初三 are left out: a slip
      ['2027-04-03', '2027-04-05', ''],
      ['2027-05-01', '2027-05-05', '2027-04-25、2027-05-08'],
      ['2027-06-09', '2027-06-09', ''],
      ['2027-09-15', '2027-09-15', ''],
      ['2027-10-01', '2027-10-07', '2027年10月9日'],
    ]
    for (const [at, [from, to, makeups]] of festivals.entries()) {
      const row = dialog(page).locator('.festival').nth(at)
      await row.getByLabel('放假首日').fill(from)
      await row.getByLabel('放假末日').fill(to)
      await row.getByLabel('调休上班日').fill(makeups)
    }
    await submit(page)
    await dialog(page).locator('.error-summary').getByText(/缺少法定节日/).first().waitFor()
    await dialog(page).locator('.festival').nth(1).getByLabel('放假末日').fill('2027-02-11')
    await submit(page)
    await dialog(page).getByText(/变动的日期 \d+ 天/).waitFor()
    await sound(page)
    await button(dialog(page), '启用').click()
    await told(page, '已启用')
    await page.getByText('依据 国办发明电〔2026〕99号').waitFor()
    await page.getByText(/件在办件的期限已按现行日历重算/).waitFor({ timeout: 60_000 })
    const { provisional } = await ask(page, '/calendar/2027')
    assert.equal(provisional, false)
    await page.context().close()
  })
})

describe('users and rights', () => {
  test('one creates and proposes, another confirms; nobody decides on their own rights', async () => {
    const page = await staff('sysadmin', '/staff/users')
    await button(page, '新增人员').click()
    await dialog(page).getByLabel('姓名').fill('谢新颖')
    await dialog(page).getByLabel('登录名').fill('fgj-new1')
    await submit(page)
    const url = await dialog(page).locator('[data-link]').innerText()
    await sound(page)
    await button(dialog(page), '已交付，关闭').click()

    const person = await visitor(browser, { base: portal.base })
    await person.goto(url)
    await person.locator('#f-password').fill('Bu-yi-cai-de-2026')
    await person.locator('#f-again').fill('Bu-yi-cai-de-2026')
    await person.locator('form button[type=submit]').click()
    await person.locator('.panel').waitFor()
    await person.goto('about:blank') // the same address again would only change what stands behind the #
    await person.goto(url)
    await person.getByRole('alert').waitFor() // it was used
    await person.context().close()

    await page.getByRole('searchbox').fill('谢新颖')
    await button(page, '查看 谢新颖').click()
    await propose(page, '承办人')
    await told(page, '已提交')
    await dialog(page).locator('.dialog-foot').getByRole('button', { name: '关闭' }).click()
    await page.getByRole('searchbox').fill('sysadmin')
    await page.locator('tbody tr').filter({ hasText: 'sysadmin' }).getByRole('button').click()
    await dialog(page).getByText('本人账户').waitFor()
    await propose(page, '审批人')
    await dialog(page).locator('.error-summary').getByText('不能办理自己的权限').waitFor()
    await page.context().close()

    const second = await staff('secadmin', '/staff/users')
    await second.getByRole('tab', { name: /待确认授权/ }).click()
    await picture(second, 'admin-pending')
    await sound(second)
    await second.getByRole('button', { name: /^确认 谢新颖/ }).click()
    await told(second, '已确认')
    await second.getByRole('tab', { name: '人员' }).click()
    await second.getByRole('searchbox').fill('谢新颖')
    await second.locator('tbody tr').filter({ hasText: '谢新颖' }).filter({ hasText: '承办人 · 发展和改革局' }).getByRole('button').click()
    // Of what the security administrator proposes, the confirmation is another's.
    await propose(second, '科室负责人')
    await told(second, '已提交')
    await dialog(second).locator('.dialog-foot').getByRole('button', { name: '关闭' }).click()
    await second.getByRole('tab', { name: /待确认授权/ }).click()
    await second.getByText('本人拟授，须由另一人确认').waitFor()
    assert.equal(await second.getByRole('button', { name: /^确认 谢新颖/ }).count(), 0)
    await second.context().close()
  })

  test('an account is locked with a reason, and opened again', async () => {
    const page = await staff('sysadmin', '/staff/users')
    await page.getByRole('searchbox').fill('fgj-cb2')
    await page.locator('tbody tr').filter({ hasText: 'fgj-cb2' }).getByRole('button').click()
    await button(dialog(page), '停用').click()
    await submit(page)
    await dialog(page).locator('.error-summary').getByText('请填写理由').waitFor()
    await dialog(page).getByLabel('理由').fill('离岗')
    await submit(page)
    await told(page, '停用')
    const refused = await visitor(browser, { base: portal.base })
    await refused.goto('/login')
    await refused.locator('#f-name').fill('fgj-cb2')
    await refused.locator('#f-password').fill(password)
    await refused.locator('form button[type=submit]').click()
    await refused.getByRole('alert').first().waitFor()
    await refused.context().close()
    // Looked up anew, as another administrator would.
    await page.goto('/staff/users')
    await page.locator('main h1').waitFor()
    await page.getByRole('searchbox').fill('fgj-cb2')
    await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' })
    await page.locator('tbody tr').filter({ hasText: 'fgj-cb2' }).getByRole('button').click()
    await button(dialog(page), '启用').click()
    await submit(page)
    await told(page, '启用')
    await page.context().close()
  })

  test('the auditor reads people and may do nothing', async () => {
    const page = await staff('auditor', '/staff/users')
    assert.equal(await button(page, '新增人员').count(), 0)
    await button(page, '查看', false).first().click()
    assert.deepEqual(await dialog(page).locator('.dialog-body button, .dialog-foot button').allInnerTexts(), ['关闭'])
    await page.context().close()
  })
})

describe('the rules of the county', () => {
  test('are proposed by one security administrator, hold once another confirms them, and end when they are revoked', async () => {
    const clerk = await staff('window', '/staff/enterprises')
    const may = () => clerk.evaluate(async () => (await fetch('/api/v1/enterprises?limit=1')).status)
    const page = await staff('secadmin', '/staff/users')
    await page.getByRole('tab', { name: '权限规则' }).click()
    await button(page, '拟定规则').click()
    await submit(page)
    await dialog(page).locator('.error-summary').getByText('请选择角色').waitFor()
    await dialog(page).getByLabel('角色').selectOption({ label: '综合窗口' })
    await dialog(page).getByLabel('对象').fill('Enterprise')
    await dialog(page).getByLabel('动作').fill('read')
    await dialog(page).getByLabel('理由').fill('试行由专人办理')
    await submit(page)
    await dialog(page).locator('.error-summary').getByText('只能用小写字母').waitFor()
    await sound(page)
    await dialog(page).getByLabel('对象').fill('enterprise')
    await submit(page)
    await told(page, '已拟定')
    await page.getByText('本人拟授，须由另一人确认').waitFor()
    await sound(page)
    assert.equal(await button(page, '确认').count(), 0)
    assert.equal(await may(), 200)

    const second = await staff('secadmin2', '/staff/users', { size: 'phone' })
    await second.getByRole('tab', { name: '权限规则' }).click()
    await picture(second, 'admin-rules-phone')
    await button(second, '确认').click()
    await told(second, '规则已生效')
    await sound(second)
    assert.equal(await may(), 403)
    await button(second, '撤销').click()
    await dialog(second).getByLabel('理由').fill('试点结束')
    await submit(second)
    await told(second, '已驳回或撤销')
    assert.equal(await may(), 200)
    for (const one of [clerk, page, second]) await one.context().close()
  })
})

/** Proposes a post at the department of development for the person whose dialog is open. */
async function propose(page, role) {
  await button(dialog(page), '拟授岗位').click()
  await dialog(page).getByLabel('岗位').selectOption({ label: role })
  await dialog(page).getByLabel('部门').selectOption({ label: '发展和改革局' })
  await dialog(page).getByLabel('理由').fill('任命')
  await submit(page)
}

/** The value of the post that one may use in the place of somebody. */
async function lentPost(page, forUserId) {
  const { rows } = await ask(page, '/session/posts')
  const { grantId, absenceId, enterpriseId } = rows.find((post) => post.forUserId === forUserId)
  return [grantId, absenceId, enterpriseId].join('-')
}

test('an absence makes the substitute see the work, until it ends', async () => {
  const page = await staff('window', '/staff/queue')
  await page.locator('.queue-table tbody input[type=checkbox]').first().check()
  await page.locator('.queue-bulk').getByRole('button', { name: /^领取/ }).click()
  const { session } = await ask(page, '/session')
  const mine = async () => (await ask(page, '/queue/todo')).rows.filter(({ holderId }) => holderId === session.userId)
  await until(async () => (await mine()).length > 0, 'the step to be claimed', 15_000)
  const held = (await mine()).map(({ caseId }) => caseId)
  await open(page, '/staff/absences')
  await button(page, '登记请假').click()
  await submit(page)
  await dialog(page).locator('.error-summary').waitFor()
  const { rows } = await ask(page, '/absences/substitutes')
  const other = rows.find(({ role, deptCode }) => role === 'WINDOW' && deptCode === session.post.deptCode)
  await dialog(page).getByLabel('代办人').selectOption(String(other.userId))
  await dialog(page).getByLabel('事由').fill('出差')
  await sound(page)
  await submit(page)
  await told(page, other.name)
  await page.getByText('代办中').waitFor()
  await picture(page, 'admin-absence')

  const admin = await staff('sysadmin', '/staff/users')
  const { rows: people } = await ask(admin, `/users?q=${encodeURIComponent(other.name)}&limit=200`)
  const { login: name } = people.find(({ id }) => id === other.userId)
  await admin.context().close()
  const substitute = await staff(name, '/staff/queue')
  const own = new Set((await ask(substitute, '/queue/todo')).rows.map(({ caseId }) => caseId))
  assert.ok(held.some((id) => !own.has(id)), 'at the own post the work of the other is not there')
  await Promise.all([substitute.waitForNavigation(), substitute.getByLabel('切换岗位').selectOption(await lentPost(substitute, session.userId))])
  await settled(substitute)
  const lent = new Set((await ask(substitute, '/queue/todo')).rows.map(({ caseId }) => caseId))
  for (const id of held) assert.ok(lent.has(id), `case ${id} is in the substitute's queue`)

  await button(page, '提前结束', false).first().click()
  await told(page, '已结束')
  const after = (await substitute.request.get('/api/v1/queue/todo')).status()
  assert.equal(after, 401, 'the lent session has ended')
  await substitute.context().close()
  await page.context().close()
})

test('a setting is decided with a reason, is no default any more, and the auditor sees who and what', async () => {
  const page = await staff('sysadmin', '/staff/settings')
  const unit = page.locator('.setting').filter({ hasText: '法条未注明的“日”' })
  await unit.getByText('默认值').waitFor()
  await unit.getByLabel('工作日').check()
  await unit.getByText('待保存').waitFor()
  await button(page, '保存设置').click()
  await page.locator('.error-summary').getByText('请填写理由').waitFor()
  await page.getByLabel('理由').fill('县政府常务会议纪要〔2026〕5号')
  await button(page, '保存设置').click()
  await told(page, '设置已保存')
  await open(page, '/staff/settings')
  await unit.getByText('本县设定').waitFor()
  await unit.getByText('默认：自然日').waitFor()
  await page.context().close()

  const auditor = await staff('auditor', '/staff/audit')
  await auditor.getByLabel('操作', { exact: true }).selectOption({ label: '修改设置' })
  const row = auditor.locator('tbody tr').filter({ hasText: '常务会议纪要' })
  await row.getByRole('button').click()
  const change = dialog(auditor).locator('tbody tr')
  assert.deepEqual(await change.allInnerTexts(), ['bareDayUnit\tCALENDAR_DAY\tWORKING_DAY'])
  await sound(auditor)
  await dialog(auditor).locator('.dialog-foot').getByRole('button', { name: '关闭' }).click()
  await auditor.getByRole('tab', { name: '每日根值' }).click()
  await auditor.locator('.root-hash').first().waitFor()
  assert.equal(await auditor.getByText('与前一日不相连').count(), 0)
  await sound(auditor)
  await auditor.context().close()
})

test('a new version leaves the open cases, one is moved by a mapping, and the version is rolled back', async () => {
  const page = await staff('sysadmin', '/staff/catalogue')
  const { rows: items } = await ask(page, '/admin/items')
  const item = items.filter(({ open: n }) => n > 0).sort((a, b) => a.open - b.open)[0]
  await open(page, `/staff/catalogue/${item.code}`)
  await button(page, '复制为草稿').click()
  await told(page, '草稿')
  await button(page, '发布…').click()
  await dialog(page).locator('.publish-open tbody tr').first().waitFor()
  assert.equal(await dialog(page).locator('.publish-open tbody tr').count(), item.open, 'publishing shows each open case')
  await submit(page)
  await told(page, '发布')
  await page.getByRole('tab', { name: /在办/ }).click()
  const { rows: open1 } = await ask(page, `/admin/items/${item.code}/open`)
  const before1 = open1.map(({ versionNo }) => versionNo)
  await button(page, '改用另一版本', false).first().click()
  await submit(page)
  await dialog(page).locator('.error-summary').getByText('请填写理由').waitFor()
  await picture(page, 'admin-migrate', { whole: false })
  await sound(page)
  await dialog(page).getByLabel('理由').fill('新版本对申请人有利，经其书面同意')
  await submit(page)
  await page.locator('.item-told').filter({ hasText: '已改用' }).waitFor()
  const { rows: open2 } = await ask(page, `/admin/items/${item.code}/open`)
  assert.ok(open2[0].versionNo > before1[0], 'the case is under the new version')
  assert.deepEqual(open2.slice(1).map(({ versionNo }) => versionNo), before1.slice(1), 'the others stay')
  await button(page, '撤回本版…').click()
  await dialog(page).getByLabel('理由').fill('文号有误')
  await submit(page)
  await told(page, '撤回')
  const { rows: open3 } = await ask(page, `/admin/items/${item.code}/open`)
  assert.equal(open3[0].versionNo, open2[0].versionNo, 'a case bound to it keeps it')
  await page.context().close()
})

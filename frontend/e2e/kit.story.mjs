// The kit on one page, in a build of its own that dist never holds: sound in
// every theme, size and language, and usable by keyboard.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { languages, launch, picture, sizes, visitor } from './lib/browser.mjs'
import { largePrint, noSidewaysScroll, quiet, sound } from './lib/checks.mjs'
import { serveFolder } from './lib/files.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
let browser
let files

before(async () => {
  for (const mode of ['gallery', 'gallery-staff']) {
    execFileSync('npx', ['--no-install', 'vite', 'build', '--mode', mode, '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  }
  files = await serveFolder(`${root}.build/gallery`)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await files?.stop()
})

async function gallery(options, path = '/gallery') {
  const page = await visitor(browser, { base: files.base, ...options })
  await page.goto(path)
  await page.locator('main h1').waitFor()
  return page
}

describe('the kit', () => {
  for (const size of Object.keys(sizes)) {
    for (const lang of languages) {
      for (const theme of ['light', 'dark']) {
        test(`is sound on a ${size} in ${lang}, ${theme}`, async () => {
          const page = await gallery({ size, lang, theme })
          await picture(page, `kit-${size}-${lang}-${theme}`)
          await sound(page)
          await page.context().close()
        })
      }
      test(`is large in large print on a ${size} in ${lang}`, async () => {
        const page = await gallery({ size, lang, large: true })
        await picture(page, `kit-${size}-${lang}-large`)
        await sound(page)
        await largePrint(page)
        await page.context().close()
      })
    }
  }

  test('tells each error above the form and leads to its field', async () => {
    const page = await gallery({})
    await page.getByRole('button', { name: '保存并继续' }).click()
    const summary = page.locator('.error-summary')
    await summary.waitFor()
    assert.equal(await summary.evaluate((box) => document.activeElement === box), true)
    await picture(page, 'kit-errors', { whole: false })
    await summary.getByRole('link').first().click()
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-fixedInvestment')
    await sound(page)
    await page.context().close()
  })

  test('chooses a date by keyboard', async () => {
    const page = await gallery({})
    const field = page.locator('.date-field').filter({ has: page.locator('#f-g-date') })
    await field.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await picture(page, 'kit-date', { whole: false })
    await sound(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    assert.equal(await page.locator('#f-g-date').inputValue(), '2026-11-30')
    await page.context().close()
  })

  test('holds the focus in a dialog and gives it back', async () => {
    const page = await gallery({ size: 'phone' })
    const opener = page.getByRole('button', { name: '打开对话框' })
    await opener.click()
    await page.locator('dialog[open]').waitFor()
    await picture(page, 'kit-dialog', { whole: false })
    await sound(page)
    await page.keyboard.press('Escape')
    assert.equal(await opener.evaluate((button) => document.activeElement === button), true)
    await page.context().close()
  })

  test('changes language without a reload and keeps it', async () => {
    const page = await gallery({})
    await page.getByRole('button', { name: 'EN', exact: true }).click()
    await page.getByRole('heading', { name: 'Land for an industrial project' }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.reload()
    await page.getByRole('heading', { name: 'Land for an industrial project' }).waitFor()
    quiet(page)
    await page.context().close()
  })

  test('prints a paper on white', async () => {
    const page = await gallery({ theme: 'dark' })
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.site-header').isVisible(), false)
    assert.equal(await page.locator('.paper').evaluate((paper) => getComputedStyle(paper).backgroundColor), 'rgb(255, 255, 255)')
    await page.context().close()
  })

  test('shows a page for an address that is none', async () => {
    const page = await gallery({ size: 'phone' }, '/no/such/page')
    await picture(page, 'not-found-phone', { whole: false })
    await sound(page)
    await page.context().close()
  })

  test('weighs what it may, and its public part holds nothing of the staff library', () => {
    execFileSync('node', ['scripts/budget.mjs', '--gallery'], { cwd: root, stdio: 'inherit' })
  })

  test('leads from one tier to the other and back', async () => {
    const page = await gallery({})
    await page.getByRole('link', { name: 'Staff kit' }).click()
    await page.waitForURL('**/staff/gallery')
    await page.getByRole('heading', { name: 'Element Plus' }).waitFor()
    await page.getByRole('link', { name: 'Kit', exact: true }).click()
    await page.waitForURL((url) => url.pathname === '/gallery')
    quiet(page)
    await page.context().close()
  })

  for (const theme of ['light', 'dark']) {
    test(`dresses the staff library in its own colours, ${theme}`, async () => {
      const page = await gallery({ theme, large: theme === 'dark' }, '/staff/gallery')
      await page.getByRole('button', { name: 'Peek' }).click()
      await page.locator('.el-drawer').waitFor()
      await picture(page, `staff-kit-${theme}`, { whole: false })
      await noSidewaysScroll(page)
      await page.context().close()
    })
  }
})

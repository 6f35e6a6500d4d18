// A browser for the stories: Debian's Chromium, at two sizes, in two languages.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'out')

/** The two sizes that every page is looked at in. */
export const sizes = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
}
export const languages = ['zh', 'en']

/** Starts one browser; close it when the story ends. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=zh-CN',
    ],
  })
}

/**
 * A fresh visitor. What the page says on its console as an error, what it
 * throws and what its content security policy stopped is kept in
 * `page.complaints`; a story ends with an empty list.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{base: string, size?: 'desk'|'phone', lang?: 'zh'|'en', theme?: 'light'|'dark', large?: boolean}} options
 */
export async function visitor(browser, { base, size = 'desk', lang = 'zh', theme = 'light', large = false }) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: sizes[size],
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  await context.addCookies([{ name: 'lang', value: lang, url: base }])
  await context.addInitScript(
    ([chosen, print]) => {
      localStorage.setItem('theme', chosen)
      localStorage.setItem('print', print)
    },
    [theme, large ? 'large' : 'normal'],
  )
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.complaints = []
  page.on('pageerror', (error) => page.complaints.push(`threw ${error.message}`))
  page.on('console', (message) => {
    // A refused request is part of some stories; they look at the answer themselves.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      page.complaints.push(message.text())
    }
  })
  return page
}

/** Keeps a picture of the page under e2e/out, whole or as far as the window shows. */
export async function picture(page, name, { whole = true } = {}) {
  mkdirSync(out, { recursive: true })
  const path = join(out, `${name}.png`)
  await page.screenshot({ path, fullPage: whole, animations: 'disabled' })
  return path
}

// What holds for every page: no accessibility fault, no sideways scrolling, no complaint.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Runs axe over the page and fails with each fault and where it is. */
export async function accessible(page) {
  // evaluate runs outside of the page's own policy, which allows no inline script.
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    }),
  )
  const faults = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
  )
  assert.deepEqual(faults, [], `axe on ${page.url()}`)
}

/** Compares with the configured width: the layout viewport of a phone grows with what overflows it. */
export async function noSidewaysScroll(page) {
  const width = page.viewportSize().width
  const { scroll, wide } = await page.evaluate((limit) => {
    const clipped = (element) => {
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (getComputedStyle(box).overflowX !== 'visible') return true
      }
      return false
    }
    const beyond = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect()
      return box.width > 0 && box.right > limit + 1 && getComputedStyle(element).position !== 'fixed' && !clipped(element)
    })
    const name = (element) => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`
    return { scroll: document.documentElement.scrollWidth, wide: beyond.slice(0, 5).map(name) }
  }, width)
  assert.ok(scroll <= width, `${page.url()} is ${scroll} px wide in a window of ${width}: ${wide.join(', ')}`)
}

/** Large print: no text below 18 px, no button or field below 44 px. */
export async function largePrint(page) {
  const small = await page.evaluate(() => {
    const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const faults = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      if (!walker.currentNode.data.trim() || !visible(element) || element.closest('.sr-only, sup, svg, noscript, .paper')) continue
      const size = Number.parseFloat(getComputedStyle(element).fontSize)
      if (size < 18) faults.push(`${size} px: ${walker.currentNode.data.trim().slice(0, 20)}`)
    }
    for (const target of document.querySelectorAll('button, select, input:not([type=radio],[type=checkbox],[type=file]), .choice, summary.bar-button')) {
      const box = target.getBoundingClientRect()
      if (visible(target) && box.height > 0 && box.height < 43.5) faults.push(`target of ${box.height} px: ${target.className}`)
    }
    return [...new Set(faults)]
  })
  assert.deepEqual(small, [], `large print on ${page.url()}`)
}

/** Nothing thrown, nothing logged as an error, nothing stopped by the content security policy. */
export function quiet(page) {
  assert.deepEqual(page.complaints, [], `complaints of ${page.url()}`)
}

/** All of it. */
export async function sound(page) {
  await accessible(page)
  await noSidewaysScroll(page)
  quiet(page)
}

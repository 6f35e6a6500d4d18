// What an enterprise, or its agent, does on the pages: apply for an item as a person would.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { until } from './portal.mjs'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** What the API answers to the person signed in on the page, which may be on its way elsewhere. */
export async function ask(page, path) {
  const answer = await page.request.get(new URL(`/api/v1${path}`, page.url()).href)
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}

/** What the person signed in on the page changes by the API. */
export function tell(page, method, path, body) {
  return page.evaluate(
    async ([how, url, content, key]) => {
      const token = decodeURIComponent(/onestop_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? '')
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': token, 'Idempotency-Key': key }
      const options = { method: how, headers, body: JSON.stringify(content) }
      const answer = await fetch(url, options)
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`)
      return text ? JSON.parse(text) : null
    },
    [method, `/api/v1${path}`, body, randomUUID().replaceAll('-', '')],
  )
}

const id = (name) => `#f-${name.replace(/[^A-Za-z0-9_-]+/g, '-')}`

/** Answers one field by its control; what is filled in already stays. */
async function answer(page, schema, name, value) {
  const at = page.locator(id(name))
  switch (schema['x-widget']) {
    case 'radio': {
      const index = schema['x-options'].findIndex((option) => option.value === value)
      await page.locator(`input[type=radio][name="${name}"], fieldset:has(${id(name)}) input[type=radio]`).nth(index).check()
      return
    }
    case 'select':
      await at.selectOption(String(value))
      return
    case 'checkbox':
      await at.setChecked(value === true)
      return
    case 'table':
      for (const [row, cells] of value.entries()) {
        if ((await page.locator(id(`${name}.${row}.${Object.keys(cells)[0]}`)).count()) === 0) await at.getByRole('button').last().click()
        for (const [column, cell] of Object.entries(cells)) await answer(page, schema.items.properties[column], `${name}.${row}.${column}`, cell)
      }
      return
    default:
      await at.fill(String(value))
      await at.blur()
  }
}

/** Fills the whole form, section by section, with the answers; what the enterprise and the project know is there already. */
export async function fillForm(page, caseId, answers, { keep = [] } = {}) {
  const { formDefinition: form } = await ask(page, `/cases/${caseId}`)
  for (const [index, section] of form.layout.sections.entries()) {
    await page.waitForURL((url) => url.pathname === `/apply/${caseId}/form/${index + 1}`)
    await page.locator('form h2, form .fields, form .field').first().waitFor()
    for (const name of section.fields) {
      const schema = form.schema.properties[name]
      if (answers[name] === undefined || keep.includes(name)) continue
      const shown = schema['x-show-if']
      if (shown && !shown.in.includes(answers[shown.field])) continue
      await answer(page, schema, name, answers[name])
    }
    await page.locator('form button[type=submit]').click()
    const went = await Promise.race([
      page.waitForURL((url) => url.pathname !== `/apply/${caseId}/form/${index + 1}`).then(() => true),
      page.locator('form .error-summary').waitFor().then(() => false),
    ])
    if (!went) assert.fail(`section ${index + 1}: ${await page.locator('form .error-summary').innerText()}`)
  }
}

/**
 * An application whose form needs no walking again: the answers are written by the API over what is known,
 * the materials and the submission go by the pages.
 *
 * @returns {Promise<{id: number, number: string}>}
 */
export async function applyShortly(page, item, { projectId = 0, answers = {} } = {}) {
  const { session } = await ask(page, '/session')
  const draft = await tell(page, 'POST', '/cases', { itemCode: item, enterpriseId: session.post.enterpriseId, projectId })
  const { sample } = await ask(page, `/items/${item}`)
  await page.goto(`/apply/${draft.id}/materials`)
  const before = await until(async () => {
    const read = await ask(page, `/cases/${draft.id}`)
    return Object.keys(read.case.form ?? {}).length ? read : undefined
  }, 'what is known to be filled in')
  await tell(page, 'PATCH', `/cases/${draft.id}`, { version: before.case.version, form: { ...sample, ...before.case.form, ...answers }, attrs: before.case.attrs ?? {} })
  await page.reload()
  await handInMaterials(page, draft.id)
  return submit(page, draft.id, item)
}

/** Uploads a file for every material that must be there and is not. */
export async function handInMaterials(page, caseId) {
  await page.waitForURL((url) => url.pathname === `/apply/${caseId}/materials`)
  const { materials } = await ask(page, `/cases/${caseId}`)
  for (const material of materials) {
    if (!material.required || !['MISSING', 'DEFECTIVE'].includes(material.state)) continue
    const row = page.locator(`#material-${material.code}`)
    await row.locator('input[type=file]').setInputFiles({ name: `${material.name.slice(0, 30).replaceAll('/', '-')}.pdf`, mimeType: 'application/pdf', buffer: pdf })
  }
  await until(async () => {
    const now = await ask(page, `/cases/${caseId}`)
    return now.materials.every((one) => !one.required || one.mayFollow || !['MISSING', 'DEFECTIVE'].includes(one.state))
  }, 'every file to be there', 30_000)
}

/** Checks the answers and hands in; `submitted` is told of a first try whose answer is lost on the way. */
async function submit(page, caseId, item, { look = async () => {}, submitted } = {}) {
  await page.goto(`/apply/${caseId}/check`)
  await page.locator('main .stack h2').first().waitFor()
  await look('check')
  const button = page.locator('main .row button.primary').first()
  await until(() => button.isEnabled(), `${item} to be ready: ${await page.locator('.error-summary').allInnerTexts()}`, 10_000)
  await button.click()
  if (submitted) {
    // The first answer is lost on the way: the person presses once more.
    await submitted()
    await button.click()
  }
  await page.waitForURL(/\/done$/)
  await page.locator('.panel').first().waitFor()
  await look('done')
  const { case: one } = await ask(page, `/cases/${caseId}`)
  return { id: caseId, number: one.number }
}

/**
 * From the guide of an item, or from what `open` leads to, to its confirmation.
 *
 * @returns {Promise<{id: number, number: string}>}
 */
export async function apply(page, item, { project = '', client = '', answers = {}, look = async () => {}, submitted, open } = {}) {
  if (open) await open()
  else {
    await page.goto(`/items/${item}`)
    await page.locator('main h1').waitFor()
    await page.locator(`a[href^="/apply/new"]`).first().click()
  }
  await page.waitForURL(/\/apply\/new/)
  await page.locator('form').waitFor()
  if (client) await page.locator('#f-enterpriseId').selectOption({ label: client })
  if (project) await page.locator('#f-projectId').selectOption({ label: project })
  await page.locator('form button[type=submit]').click()
  await page.waitForURL(/\/apply\/\d+$/)
  const caseId = Number(new URL(page.url()).pathname.split('/').pop())
  await page.locator('.task-list, .apply-aside').first().waitFor()
  await look('overview')
  const { sample } = await ask(page, `/items/${item}`)
  const before = await until(async () => {
    const read = await ask(page, `/cases/${caseId}`)
    return Object.keys(read.case.form ?? {}).length ? read : undefined
  }, 'what is known to be filled in')
  await page.goto(`/apply/${caseId}/form/1`)
  await fillForm(page, caseId, { ...sample, ...before.case.form, ...answers })
  await look('materials')
  await handInMaterials(page, caseId)
  return submit(page, caseId, item, { look, submitted })
}

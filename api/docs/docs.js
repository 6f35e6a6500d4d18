// Draws the API's own description: one entry an operation, by tag.
const el = (name, text, cls) => {
  const e = document.createElement(name)
  if (text !== undefined) e.textContent = text
  if (cls) e.className = cls
  return e
}

/** The schema with its references put in, as deep as a reader wants to look. */
function open(doc, schema, depth = 0) {
  if (!schema || depth > 5) return '…'
  if (schema.$ref) return open(doc, doc.components.schemas[schema.$ref.split('/').pop()], depth)
  if (schema.anyOf) return open(doc, schema.anyOf[0], depth)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'array') return [open(doc, schema.items, depth + 1)]
  if (type === 'object') {
    const all = Object.entries(schema.properties ?? {})
    return Object.fromEntries(all.map(([name, part]) => [name, open(doc, part, depth + 1)]))
  }
  return [type ?? 'any', schema.format, schema.enum?.join(' | ')].filter(Boolean).join(' ')
}

function parameters(list) {
  const table = el('table')
  for (const p of list) {
    const row = table.appendChild(el('tr'))
    row.append(el('td', p.name), el('td', p.in), el('td', [p.schema.type, p.schema.format].flat().filter(Boolean).join(' ')), el('td', p.description ?? ''))
  }
  return table
}

function operation(doc, path, method, op) {
  const box = el('details')
  const head = box.appendChild(el('summary'))
  head.append(el('span', method.toUpperCase(), 'method'), el('code', path), ` ${op.summary} `, el('span', op['x-action'], 'action'))
  box.addEventListener('toggle', () => {
    if (box.childElementCount > 1) return
    if (op.parameters?.length) box.append(parameters(op.parameters))
    const body = op.requestBody?.content?.['application/json']?.schema
    if (body) box.append(el('h4', '请求 Request'), el('pre', JSON.stringify(open(doc, body), null, 2)))
    for (const [status, answer] of Object.entries(op.responses)) {
      const schema = Object.values(answer.content ?? {})[0]?.schema
      box.append(el('h4', `${status} ${answer.description}`))
      if (schema) box.append(el('pre', JSON.stringify(open(doc, schema), null, 2)))
    }
  })
  box.dataset.text = `${method} ${path} ${op.summary} ${op.operationId} ${op['x-action']}`.toLowerCase()
  return box
}

const doc = await (await fetch('/api/v1/openapi.json')).json()
document.getElementById('about').textContent = `${doc.info.version} · ${doc.info.description}`
const list = document.getElementById('list')
const tags = new Map()
for (const [path, methods] of Object.entries(doc.paths))
  for (const [method, op] of Object.entries(methods)) {
    const tag = op.tags[0]
    if (!tags.has(tag)) tags.set(tag, [])
    tags.get(tag).push(operation(doc, path, method, op))
  }
for (const [tag, boxes] of tags) list.append(el('h2', tag), ...boxes)
document.getElementById('find').addEventListener('input', (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/)
  for (const box of list.querySelectorAll('details')) box.hidden = !words.every((word) => box.dataset.text.includes(word))
})

import type { Change } from '@/api/draft'
import { titleOf, type FieldSchema } from '@/form/schema'
import { formatLimit, type Limit } from '@/i18n'
import { t } from '@/i18n/apply'
import { both } from '@/i18n/both'

/** One thing that the new version asks otherwise, in words. */
export interface ChangeLine {
  part: string
  old: string
  now: string
}

/** The limits of the new version. */
type NewVersion = Record<keyof typeof limits, Limit>
/** What the materials of the new version are called. */
type Names = { code: string; name: string }[]

interface MaterialBody {
  nameZh?: string
  nameEn?: string
}

const nothing = '—'
const limits = { statutoryLimit: 'diff.statutoryLimit', promised: 'diff.promised' } as const

function listed(value: unknown): string {
  return Array.isArray(value) ? value.join('；') : String(value ?? nothing)
}

function demand(value: unknown): string {
  if (value === true || value === 'REQUIRED') return t('diff.required')
  if (value === false || value === 'OPTIONAL') return t('diff.optional')
  return t('diff.conditional')
}

/** A limit of which value, unit or both changed; what did not change is as in the new version. */
function limitLine(changes: Change[], of: keyof typeof limits, { [of]: now }: NewVersion): ChangeLine[] {
  const at = (name: string) => changes.find(({ path }) => path === `${of}.${name}`)
  const [value, unit] = [at('value'), at('unit')]
  if (!value && !unit) return []
  const said = (which: 'old' | 'new') => formatLimit({ value: Number(value ? value[which] : now.value), unit: String(unit ? unit[which] : now.unit) })
  return [{ part: t(limits[of]), old: said('old'), now: said('new') }]
}

function materialName(body: MaterialBody | null): string {
  return body ? both(body.nameZh ?? '', body.nameEn ?? '') || nothing : nothing
}

function materialLine({ path, old, new: now }: Change, names: Names): ChangeLine[] {
  const [, code, field] = /^materials\[([^\]]+)\](?:\.(\w+))?$/.exec(path) ?? []
  if (!code) return []
  if (!field) {
    const [was, is] = [old as MaterialBody | null, now as MaterialBody | null]
    return [{ part: t(is ? 'diff.materialNew' : 'diff.materialGone'), old: materialName(was), now: materialName(is) }]
  }
  const part = t('diff.material', { name: names.find((one) => one.code === code)?.name ?? code })
  if (field === 'required') return [{ part, old: demand(old), now: demand(now) }]
  if (field === 'nameZh') return [{ part, old: String(old), now: String(now) }]
  if (field === 'mayFollow') return [{ part, old: follows(old), now: follows(now) }]
  return []
}

function follows(value: unknown): string {
  return t(value === true ? 'diff.mayFollow' : 'diff.atOnce')
}

/** A field of the form that came, went or is called otherwise. */
function fieldLine({ path, old, new: now }: Change): ChangeLine[] {
  const [, name, part] = /^form\.schema\.properties\.(\w+)(?:\.(\w+))?$/.exec(path) ?? []
  if (!name) return []
  if (part === 'title') return [{ part: t('diff.field'), old: String(old), now: String(now) }]
  if (part) return []
  const [was, is] = [old as FieldSchema | null, now as FieldSchema | null]
  return [{ part: t(is ? 'diff.fieldNew' : 'diff.fieldGone'), old: was ? titleOf(was) : nothing, now: is ? titleOf(is) : nothing }]
}

/** What of a newer version an applicant has to know: name, limits, materials, fields of the form and basis. */
export function changeLines(changes: Change[], item: NewVersion, materials: Names = []): ChangeLine[] {
  const plain = changes.flatMap(({ path, old, new: now }): ChangeLine[] => {
    if (path === 'nameZh') return [{ part: t('diff.name'), old: String(old), now: String(now) }]
    if (path === 'legalBasis') return [{ part: t('diff.legalBasis'), old: listed(old), now: listed(now) }]
    return []
  })
  return [
    ...plain,
    ...limitLine(changes, 'statutoryLimit', item),
    ...limitLine(changes, 'promised', item),
    ...changes.flatMap((change) => materialLine(change, materials)),
    ...changes.flatMap(fieldLine),
  ]
}

/** A material of a version, as far as a mapping looks at it. */
export interface MappedMaterial {
  code: string
  nameZh: string
  nameEn: string
}

/**
 * What each material of the old version becomes in the new one, to begin with: the one of the same name,
 * or of the same code; undecided ('?') where there is neither. Nothing is let go by itself.
 */
export function firstMapping(old: MappedMaterial[], now: MappedMaterial[]): Record<string, string> {
  const out: Record<string, string> = {}
  const taken = new Set<string>()
  const take = (from: MappedMaterial, to: MappedMaterial | undefined) => {
    if (!to || out[from.code] || taken.has(to.code)) return
    out[from.code] = to.code
    taken.add(to.code)
  }
  for (const one of old) take(one, now.find(({ nameZh }) => nameZh === one.nameZh))
  for (const one of old) take(one, now.find(({ code }) => code === one.code))
  for (const { code } of old) out[code] ??= '?'
  return out
}

/** Codes of the old version that are undecided, or share a new code with another. */
export function mappingFaults(mapping: Record<string, string>): { code: string; kind: 'undecided' | 'twice' }[] {
  const count = new Map<string, number>()
  for (const to of Object.values(mapping)) count.set(to, (count.get(to) ?? 0) + 1)
  return Object.entries(mapping).flatMap(([code, to]): { code: string; kind: 'undecided' | 'twice' }[] => {
    if (to === '?') return [{ code, kind: 'undecided' }]
    return to && count.get(to)! > 1 ? [{ code, kind: 'twice' }] : []
  })
}

import type { Guide, GuideMaterial, ItemStep, Terms } from '@/api/item'
import { formatLimit, lang } from '@/i18n'
import { label } from '@/i18n/labels.first'
import { listed, textOf } from '@/i18n/both'
import { t } from '@/i18n/guide'

/** 20 个工作日，自受理之日起. */
export function limitText(terms: Pick<Terms, 'legal' | 'startsOn'>): string {
  const limit = formatLimit(terms.legal)
  if (['IMMEDIATE', 'NONE'].includes(terms.legal.unit)) return limit
  return `${limit}${lang.value === 'en' ? ', ' : '，'}${label('StartsOn', terms.startsOn)}`
}

/** What a material needs: the states that its tags show. */
export function materialStates(material: GuideMaterial): string[] {
  const states = [material.required === 'OPTIONAL' ? 'OPTIONAL' : material.required === 'CONDITIONAL' ? 'CONDITIONAL' : 'REQUIRED']
  if (material.mayFollow) states.push('MAY_FOLLOW')
  if (material.heldFrom.length) states.push('ALREADY_HELD')
  return states
}

/** How a state of a material is coloured; its words say the same. */
export const materialTone: Record<string, 'red' | 'yellow' | 'blue' | 'green' | 'grey'> = {
  REQUIRED: 'red',
  CONDITIONAL: 'yellow',
  MAY_FOLLOW: 'blue',
  ALREADY_HELD: 'green',
  HELD: 'green',
  OPTIONAL: 'grey',
}

/** Who does a step: the window, the department in charge, those who must agree, the upper body. */
export function stepBy(step: ItemStep, guide: Guide): string {
  switch (step.deptRole) {
    case 'WINDOW':
      return t('byWindow')
    case 'CO_APPROVER':
      return listed(guide.coApprovers.map(textOf)) || textOf(guide.department)
    case 'CONSULTED':
      return listed(guide.consulted.map(textOf)) || textOf(guide.department)
    case 'UPPER':
      return t('byUpper')
    default:
      return textOf(guide.department)
  }
}

/** The grounds of special procedures, alike ones (the same law, the same cap) in one line. */
export function pauseLines(guide: Guide): { names: string; cap: string; basis: string }[] {
  const lines = new Map<string, { names: string[]; cap: string; basis: string }>()
  for (const pause of guide.pauses) {
    const cap = pause.capUnit === 'NONE' || !pause.cap ? '' : formatLimit({ value: pause.cap, unit: pause.capUnit })
    const key = `${cap}|${pause.basis}`
    const line = lines.get(key) ?? { names: [], cap, basis: pause.basis }
    line.names.push(textOf(pause.label) || label('PauseReason', pause.reason))
    lines.set(key, line)
  }
  return [...lines.values()].map((line) => ({ ...line, names: listed(line.names) }))
}

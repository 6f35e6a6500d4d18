import { t, unitOf } from '@/i18n'
import { label } from '@/i18n/labels.first'

export type LampColour = 'GREEN' | 'BLUE' | 'YELLOW' | 'RED' | 'PAUSED'

/** A shape for each lamp, so that it can be told without its colour. */
export const lampShape: Record<LampColour, string> = {
  GREEN: '●',
  BLUE: '◆',
  YELLOW: '▲',
  RED: '■',
  PAUSED: '‖',
}

export const lampTone = { GREEN: 'green', BLUE: 'blue', YELLOW: 'yellow', RED: 'red', PAUSED: 'grey' } as const

/**
 * What stands beside a lamp: 剩 3 个工作日, 今日到期, 超 3 个工作日, 暂停.
 *
 * @param remaining days left to the due date in `unit`; below zero overdue; null without a clock
 */
export function lampText(lamp: LampColour, remaining: number | null, unit = 'WORKING_DAY'): string {
  if (lamp === 'PAUSED') return t('lampPaused')
  if (remaining === null) return t('lampNone')
  if (remaining === 0) return t('lampToday')
  const days = unitOf(remaining, label('Unit', unit))
  return remaining > 0 ? t('lampRemaining', { n: remaining, unit: days }) : t('lampOverdue', { n: -remaining, unit: days })
}

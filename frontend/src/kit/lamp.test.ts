import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { setLang } from '@/i18n'
import { lampShape, lampText, type LampColour } from './lamp'
import UiLamp from './UiLamp.vue'

afterEach(() => setLang('zh'))

describe('a lamp', () => {
  test.each<[LampColour, number | null, string]>([
    ['GREEN', 12, '剩 12 个工作日'],
    ['BLUE', 3, '剩 3 个工作日'],
    ['YELLOW', 1, '剩 1 个工作日'],
    ['YELLOW', 0, '今日到期'],
    ['RED', -3, '超 3 个工作日'],
    ['PAUSED', 6, '暂停'],
    ['GREEN', null, '无时限'],
  ])('%s with %s days left says %s', (lamp, remaining, want) => expect(lampText(lamp, remaining)).toBe(want))

  test('says the unit of its clock', () => {
    expect(lampText('GREEN', 5, 'CALENDAR_DAY')).toBe('剩 5 日（自然日）')
  })

  test('speaks English', async () => {
    await setLang('en')
    expect(lampText('RED', -3)).toBe('3 working days overdue')
    expect(lampText('RED', -1)).toBe('1 working day overdue')
    expect(lampText('YELLOW', 1, 'CALENDAR_DAY')).toBe('1 calendar day left')
  })

  test('has a shape of its own for each colour', () => {
    const shapes = Object.values(lampShape)
    expect(new Set(shapes).size).toBe(shapes.length)
  })

  test('is told by shape and words, and names its colour to those who do not see it', () => {
    const lamp = mount(UiLamp, { props: { lamp: 'RED', remaining: -3 } })
    expect(lamp.text()).toContain('■')
    expect(lamp.text()).toContain('超 3 个工作日')
    expect(lamp.get('.sr-only').text()).toBe('红灯')
    expect(lamp.get('.lamp-shape').attributes('aria-hidden')).toBe('true')
  })
})

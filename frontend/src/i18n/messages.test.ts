import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineMessages, label, options, setLang, t, textsReady } from '.'
import { coreEn } from './core.en'
import { coreZh } from './core.zh'
import { labelsEn } from './labels.en'
import { labelsZh } from './labels.zh'

afterEach(() => setLang('zh'))

const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
const hasChinese = (text: string) => /[\u4e00-\u9fff]/.test(text)

describe('the dictionaries', () => {
  test('have the same keys in both languages', () => {
    expect(Object.keys(coreEn)).toEqual(Object.keys(coreZh))
    for (const [list, values] of Object.entries(labelsZh)) {
      expect(Object.keys(labelsEn[list as 'Lamp']), list).toEqual(Object.keys(values))
    }
    expect(Object.keys(labelsEn).sort()).toEqual(Object.keys(labelsZh).sort())
  })

  test('have the same places in both languages', () => {
    for (const [key, zh] of Object.entries(coreZh)) expect(places(coreEn[key as 'save']), key).toEqual(places(zh))
  })

  test('leave nothing untranslated and nothing empty', () => {
    for (const [key, text] of Object.entries(coreEn)) {
      if (key !== 'otherLang' && key !== 'otherLangName') expect(hasChinese(text), `${key}: ${text}`).toBe(false)
      expect(text.trim(), key).not.toBe('')
    }
    for (const values of Object.values(labelsEn)) {
      for (const [value, text] of Object.entries(values as Record<string, string>)) {
        expect(text !== '' && !hasChinese(text), `${value}: ${text}`).toBe(true)
      }
    }
    for (const values of Object.values(labelsZh)) {
      for (const text of Object.values(values as Record<string, string>)) expect(hasChinese(text), text).toBe(true)
    }
  })

  test('do not call two values of one list the same', () => {
    for (const dictionary of [labelsZh, labelsEn]) {
      for (const [list, values] of Object.entries(dictionary)) {
        const names = Object.values(values as Record<string, string>)
        expect(new Set(names).size, list).toBe(names.length)
      }
    }
  })
})

describe('texts', () => {
  test('fill their places', () => {
    expect(t('stepOf', { n: 2, all: 5 })).toBe('第 2 步，共 5 步')
  })

  test('follow the language, also as lang of the document and in the cookie', async () => {
    await setLang('en')
    expect(t('stepOf', { n: 2, all: 5 })).toBe('Step 2 of 5')
    expect(label('CaseStatus', 'CORRECTION_REQUIRED')).toBe('Correction required')
    expect(document.documentElement.lang).toBe('en')
    expect(document.cookie).toContain('lang=en')
    await setLang('zh')
    expect(t('save')).toBe('保存')
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  test('of an area fetch English only where English is shown', async () => {
    const fetchEnglish = vi.fn(() => Promise.resolve({ hall: 'Service hall' }))
    const area = defineMessages({ hall: '办事大厅' }, fetchEnglish)
    expect(area('hall')).toBe('办事大厅')
    expect(fetchEnglish).not.toHaveBeenCalled()
    await setLang('en')
    expect(area('hall')).toBe('Service hall')
    await setLang('zh')
    await setLang('en')
    expect(fetchEnglish).toHaveBeenCalledTimes(1)
  })

  test('of an area that comes while English is shown are there before the page is', async () => {
    await setLang('en')
    const area = defineMessages({ hall: '办事大厅' }, () => Promise.resolve({ hall: 'Service hall' }))
    await textsReady()
    expect(area('hall')).toBe('Service hall')
  })

  test('are asked for again after a failure', async () => {
    let line = false
    const area = defineMessages({ late: '迟到' }, () =>
      line ? Promise.resolve({ late: 'Late' }) : Promise.reject(new TypeError('no line')),
    )
    await expect(setLang('en')).rejects.toThrow('no line')
    expect(area('late')).toBe('迟到')
    line = true
    await setLang('en')
    expect(area('late')).toBe('Late')
  })
})

test('a value that this build does not know is shown as it is', () => {
  expect(label('CaseStatus', 'FROM_TOMORROW')).toBe('FROM_TOMORROW')
})

test('a list gives its values in their order', () => {
  expect(options('Lamp').map(({ value }) => value)).toEqual(['GREEN', 'BLUE', 'YELLOW', 'RED', 'PAUSED'])
})

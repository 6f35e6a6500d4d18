import { lang } from './lang'

const article = String.raw`\d+(?:\(\d+\)){0,2}`
const cited = new RegExp(String.raw`\s*\barts?\s+(${article}(?:\s*(?:,|-|–|and)\s*${article})*)`, 'g')

/** 24(1)(2) as 24条第1款第2项. */
function chineseArticle(text: string): string {
  const [, number, paragraph, item] = /^(\d+)(?:\((\d+)\))?(?:\((\d+)\))?$/.exec(text) ?? []
  return `${number}条${paragraph ? `第${paragraph}款` : ''}${item ? `第${item}项` : ''}`
}

function chineseList(list: string): string {
  // Plain numbers share one 条; with paragraphs each article stands by itself.
  if (!list.includes('(')) return `第${list.replace(/\s*(?:,|and)\s*/g, '、').replace(/\s*[-–]\s*/g, '—')}条`
  return list
    .split(/\s*(?:,|and)\s*/)
    .map((one) => `第${chineseArticle(one)}`)
    .join('、')
}

/** What the catalogue's editors noted for themselves, in brackets or after the citation: (from 2026-08-15), ": 20 wd default". */
const noted = /\s*[（(](?:from |before|local|[^（）()]*unverified)[^（）()]*[）)]|(?:[:：]\s*[A-Za-z\d]|;\s*[a-z]).*$/g

/** A citation such as 行政许可法 art 45 as it is written in the shown language: 行政许可法第45条; '' where it names no law. */
export function formatLaw(text: string): string {
  return lang.value === 'en' ? bareLaw(text) : chineseLaw(text)
}

/** The same as a paper has it, whatever language is shown. */
export function chineseLaw(text: string): string {
  return bareLaw(text).replace(cited, (_whole, list: string) => chineseList(list))
}

function bareLaw(text: string): string {
  const bare = text.replace(noted, '').trim()
  return /^[A-Za-z]/.test(bare) ? '' : bare
}

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

/** A citation such as 行政许可法 art 45 as it is written in the shown language: 行政许可法第45条. */
export function formatLaw(text: string): string {
  if (lang.value === 'en') return text
  return text.replace(cited, (_whole, list: string) => chineseList(list))
}

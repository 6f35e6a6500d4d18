import { lang } from './lang'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const shanghai = 8 * 3600_000 // fixed +08:00, as the law's dates are

const fenPerYuan = 100
const fenPerWan = 100 * 10_000
const fenPerYi = 100 * 100_000_000
const squareMetresPerMu = 2000 / 3

function isEnglish(): boolean {
  return lang.value === 'en'
}

/** Digits grouped by thousands, with at most the given decimals. */
export function formatNumber(value: number, decimals = 2): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals }).format(value)
}

/** A share between 0 and 1 as `94.8%`. */
export function formatPercent(share: number, decimals = 1): string {
  return `${formatNumber(share * 100, decimals)}%`
}

/** A legal date `YYYY-MM-DD` as 2026年11月22日 or 22 Nov 2026; null and '' as a dash. */
export function formatDate(date: string | null | undefined): string {
  if (!date) return '—'
  const [y, m, d] = date.slice(0, 10).split('-').map(Number)
  if (!y || !m || !d) return date
  return isEnglish() ? `${d} ${months[m - 1]} ${y}` : `${y}年${m}月${d}日`
}

/** A month: 2026年11月 or Nov 2026. */
export function formatMonth(year: number, month: number): string {
  return isEnglish() ? `${months[month - 1]} ${year}` : `${year}年${month}月`
}

/** The Shanghai date `YYYY-MM-DD` of an instant (RFC 3339 or ms since 1970). */
export function shanghaiDate(instant: string | number): string {
  return new Date(new Date(instant).getTime() + shanghai).toISOString().slice(0, 10)
}

/** The Shanghai time `HH:MM` of an instant. */
export function formatTime(instant: string | number): string {
  return new Date(new Date(instant).getTime() + shanghai).toISOString().slice(11, 16)
}

/** An instant in Shanghai: 2026年11月22日 10:30 or 22 Nov 2026, 10:30. */
export function formatInstant(instant: string | number | null | undefined): string {
  if (instant === null || instant === undefined || instant === '') return '—'
  const date = formatDate(shanghaiDate(instant))
  return isEnglish() ? `${date}, ${formatTime(instant)}` : `${date} ${formatTime(instant)}`
}

/** Day of the week of a date, 0 Sunday … 6 Saturday. */
export function weekdayOf(date: string): number {
  return new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay()
}

/**
 * Money in 分: 元 below 1 万元, then 万元, then 亿元; in English yuan, million
 * and billion. Two decimals of the unit are shown.
 */
export function formatMoney(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—'
  const size = Math.abs(fen)
  if (isEnglish()) {
    if (size >= fenPerYi * 10) return `CNY ${formatNumber(fen / (fenPerYi * 10))} billion`
    if (size >= fenPerWan * 100) return `CNY ${formatNumber(fen / (fenPerWan * 100))} million`
    return `CNY ${formatNumber(fen / fenPerYuan)}`
  }
  if (size >= fenPerYi) return `${formatNumber(fen / fenPerYi)} 亿元`
  if (size >= fenPerWan) return `${formatNumber(fen / fenPerWan)} 万元`
  return `${formatNumber(fen / fenPerYuan)} 元`
}

/** Land in 亩 with ㎡ beside it, from ㎡. */
export function formatArea(squareMetres: number | null | undefined): string {
  if (squareMetres === null || squareMetres === undefined) return '—'
  const mu = formatNumber(squareMetres / squareMetresPerMu)
  const exact = formatNumber(squareMetres, 0)
  return isEnglish() ? `${mu} mu (${exact} m²)` : `${mu} 亩（${exact} ㎡）`
}

/** A size in bytes as KB, MB or GB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${formatNumber(bytes / 1024, 0)} KB`
  if (bytes < 1024 ** 3) return `${formatNumber(bytes / 1024 ** 2, 1)} MB`
  return `${formatNumber(bytes / 1024 ** 3, 2)} GB`
}

/** A 21-digit case number in its readable groups: 140999-20260302-000017-7. */
export function formatCaseNumber(number: string): string {
  const parts = /^(\d{6})(\d{8})(\d{6})(\d)$/.exec(number)
  return parts ? parts.slice(1).join('-') : number
}

/** 万元 typed by a person to 分, exactly; null where it is no amount. */
export function fenOfWan(wan: string): number | null {
  const parts = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(wan.trim())
  if (!parts) return null
  return Number(parts[1]) * fenPerWan + Number((parts[2] ?? '').padEnd(6, '0'))
}

/** 分 to the 万元 that a person edits, exactly. */
export function wanOfFen(fen: number): string {
  const whole = Math.floor(fen / fenPerWan)
  const rest = String(fen % fenPerWan).padStart(6, '0').replace(/0+$/, '')
  return rest ? `${whole}.${rest}` : String(whole)
}

/** 亩 typed by a person to whole ㎡; null where it is no area. */
export function squareMetresOfMu(mu: string): number | null {
  if (!/^\d{1,8}(\.\d{1,4})?$/.test(mu.trim())) return null
  return Math.round((Number(mu) * 2000) / 3)
}

/** ㎡ to the 亩 that a person edits (four decimals, so that it comes back to the same ㎡). */
export function muOfSquareMetres(squareMetres: number): string {
  return String(Number((squareMetres / squareMetresPerMu).toFixed(4)))
}

/** Office hours as a department wrote them in Chinese; in English the usual words of them are English. */
export function formatHours(hours: string): string {
  if (!isEnglish()) return hours
  return hours.replace(/^(每个)?工作日\s*/, 'Working days ').replaceAll('，', ', ').replaceAll('；', '; ')
}

/** English says the unit of one in the singular; a unit of Chinese stays. */
export function unitOf(n: number, unit: string): string {
  return isEnglish() && Math.abs(n) === 1 ? unit.replace(/s\b/, '') : unit
}

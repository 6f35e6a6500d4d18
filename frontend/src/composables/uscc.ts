/** The alphabet of GB 32100-2015: the digits and the capitals without I, O, S, V, Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** 3^(i-1) mod 31. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** What a person typed, made comparable: full width, case and blanks of any kind do not matter. */
export function normalUSCC(typed: string): string {
  return typed
    .replace(/[！-～]/g, (char) => String.fromCodePoint(char.codePointAt(0)! - 0xfee0))
    .replace(/[\s\u200B\uFEFF]/g, '')
    .replace(/[a-z]/g, (char) => char.toUpperCase())
}

export type USCCFault = 'length' | 'alphabet' | 'region' | 'check'

/** What is wrong with a 统一社会信用代码, as the server will judge it; null where nothing is. */
export function faultOfUSCC(typed: string): USCCFault | null {
  const code = normalUSCC(typed)
  if ([...code].length !== 18) return 'length'
  if ([...code].some((char) => !alphabet.includes(char))) return 'alphabet'
  if (!/^\d{6}$/.test(code.slice(2, 8))) return 'region'
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(code[at]!), 0)
  return alphabet[(31 - (sum % 31)) % 31] === code[17] ? null : 'check'
}

/** The address of the public look-up for a case; number and code stand behind the #, which no server writes down. */
export function progressLink(number: string, code: string): string {
  return `/progress#${encodeURIComponent(number)}.${encodeURIComponent(code)}`
}

/** Number and code of such an address; empty where there are none. */
export function readProgressHash(hash: string): { number: string; code: string } {
  const [number = '', code = ''] = hash.replace(/^#/, '').split('.')
  const plain = (text: string): string => {
    try {
      return decodeURIComponent(text)
    } catch {
      return text
    }
  }
  return { number: plain(number), code: plain(code) }
}

const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/MicroMessenger/, '微信'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** A browser as people call it, such as Chrome · Windows; '' where it says nothing of itself. */
export function browserName(userAgent: string): string {
  const of = (list: [RegExp, string][]) => list.find(([mark]) => mark.test(userAgent))?.[1]
  return [of(browsers), of(systems)].filter(Boolean).join(' · ')
}

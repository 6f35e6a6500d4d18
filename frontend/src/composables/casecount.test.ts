import { describe, expect, it } from 'vitest'
import { countText } from './caselist'

describe('how many cases a list has', () => {
  it('is what was read once all of it is read', () => expect(countText(37, 37, false)).toBe('共 37 件'))
  it('is the whole while a part is read', () => expect(countText(499, 100, true)).toBe('共 499 件，已读入 100 件'))
  it('is told as more beyond what the server counts', () => expect(countText(1001, 200, true)).toBe('1000 件以上，已读入 200 件'))
})

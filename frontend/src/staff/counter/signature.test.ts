import { describe, expect, it } from 'vitest'
import { inkPath } from './signature'

const stroke = (...points: [number, number][]) => ({ points: points.map(([x, y]) => ({ x, y, pressure: 0.5, time: 0 })) }) as never

describe('a signature on the screen', () => {
  it('becomes a path in its box, whatever the size of the screen', () => {
    expect(inkPath([stroke([0, 0], [150, 50], [300, 100])], 300, 100)).toBe('M0 0L300 100L599 199')
    expect(inkPath([stroke([-5, 3], [2000, 900])], 1200, 400)).toBe('M0 2L599 199')
  })
  it('keeps a dot as a stroke of two points, and leaves out what has none', () => {
    expect(inkPath([stroke(), stroke([10, 10])], 600, 200)).toBe('M10 10L10 10')
  })
  it('is thinned where it has too many points, and what the server takes holds', () => {
    const long = stroke(...Array.from({ length: 9000 }, (_, i): [number, number] => [(i * 7) % 600, (i * 13) % 200]))
    const path = inkPath([long, stroke([1, 1], [5, 5])], 600, 200)
    expect(path.length).toBeLessThan(16000)
    expect(path).toMatch(/^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+$/)
    expect(path.endsWith('M1 1L5 5')).toBe(true)
  })
})

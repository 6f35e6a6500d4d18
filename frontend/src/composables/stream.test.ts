import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useStream, type StreamEvent } from './stream'

class Line extends EventTarget {
  static all: Line[] = []
  readyState = 0
  constructor(readonly url: string) {
    super()
    Line.all.push(this)
  }
  say(type: string, data: string, lastEventId: string): void {
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId }))
  }
  breakOff(forGood: boolean): void {
    this.readyState = forGood ? 2 : 0
    this.dispatchEvent(new Event('error'))
  }
  close(): void {
    this.readyState = 2
  }
}

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', { CLOSED: 2 })
  Line.all = []
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function listen() {
  const heard: StreamEvent[] = []
  const stream = scope.run(() =>
    useStream((event) => heard.push(event), { types: ['case'], open: (url) => new Line(url) as unknown as EventSource }),
  )!
  return { heard, stream }
}

describe('the live stream', () => {
  test('hands on what is said, parsed', () => {
    const { heard } = listen()
    Line.all[0]!.say('case', '{"id":7}', '41')
    expect(heard).toEqual([{ id: '41', type: 'case', data: { id: 7 } }])
  })

  test('leaves a short break to the browser', async () => {
    const { stream } = listen()
    Line.all[0]!.dispatchEvent(new Event('open'))
    expect(stream.connected.value).toBe(true)
    Line.all[0]!.breakOff(false)
    expect(stream.connected.value).toBe(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Line.all).toHaveLength(1)
  })

  test('opens anew from the last id where the browser gave up, with growing pauses', async () => {
    listen()
    Line.all[0]!.say('case', '{}', '41')
    Line.all[0]!.breakOff(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(Line.all[1]!.url).toBe('/api/v1/stream?lastEventId=41')
    Line.all[1]!.breakOff(true)
    await vi.advanceTimersByTimeAsync(1999)
    expect(Line.all).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(Line.all).toHaveLength(3)
    Line.all[2]!.dispatchEvent(new Event('open'))
    Line.all[2]!.breakOff(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(Line.all).toHaveLength(4)
  })

  test('is closed when its page is left', async () => {
    listen()
    Line.all[0]!.breakOff(true)
    scope.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Line.all).toHaveLength(1)
    expect(Line.all[0]!.readyState).toBe(2)
  })
})

import { onScopeDispose, readonly, ref } from 'vue'

/** One notice of the live stream; `data` is parsed JSON. */
export interface StreamEvent {
  id: string
  type: string
  data: unknown
}

type Listener = (event: StreamEvent) => void

interface Options {
  url?: string
  /** Names of the events to listen to, beside unnamed ones. */
  types: string[]
  open?: (url: string) => EventSource
}

const longest = 30_000

/**
 * The live stream of changes. The browser itself sends Last-Event-ID when the
 * line breaks for a moment; where it has given up (an answer that was no
 * stream), we open anew with the last id in the address, with growing pauses.
 * Closed while the page is hidden for long, opened again when it is seen.
 */
export function useStream(listener: Listener, options: Options) {
  const url = options.url ?? '/api/v1/stream'
  const open = options.open ?? ((address: string) => new EventSource(address))
  const connected = ref(false)
  let source: EventSource | undefined
  let lastId = ''
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function receive(event: MessageEvent<string>): void {
    if (event.lastEventId) lastId = event.lastEventId
    let data: unknown = event.data
    try {
      data = JSON.parse(event.data)
    } catch {
      // a plain text stays one
    }
    listener({ id: event.lastEventId, type: event.type, data })
  }

  function connect(): void {
    clearTimeout(timer)
    source?.close()
    source = open(lastId ? `${url}?lastEventId=${encodeURIComponent(lastId)}` : url)
    source.addEventListener('message', receive)
    for (const type of options.types) source.addEventListener(type, receive as EventListener)
    source.addEventListener('open', () => {
      connected.value = true
      failures = 0
    })
    source.addEventListener('error', () => {
      connected.value = false
      if (source?.readyState !== EventSource.CLOSED) return // the browser tries again by itself
      timer = setTimeout(connect, Math.min(longest, 1000 * 2 ** failures++))
    })
  }

  function onVisible(): void {
    if (document.visibilityState === 'visible' && source?.readyState === EventSource.CLOSED) connect()
  }
  document.addEventListener('visibilitychange', onVisible)
  connect()
  onScopeDispose(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onVisible)
    source?.close()
  })
  return { connected: readonly(connected) }
}

import { onScopeDispose, ref } from 'vue'
import { useStream, type StreamEvent } from './stream'

type Listener = (event: StreamEvent) => void

const listeners = new Set<Listener>()
const connected = ref(true)

/** The one live stream of the staff pages; the shell around them starts it. */
export function startLive(): void {
  const stream = useStream((event) => listeners.forEach((listener) => listener(event)), { types: [] })
  connected.value = true
  // Only a line that was once there and has gone is told.
  let once = false
  const timer = setInterval(() => {
    once ||= stream.connected.value
    connected.value = stream.connected.value || !once
  }, 1000)
  onScopeDispose(() => clearInterval(timer))
}

/** Hears of every change while the page lives; several at once are told as one, a moment later. */
export function onLive(listener: () => void, wants: (event: StreamEvent) => boolean = () => true, quiet = 400): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const hear: Listener = (event) => {
    if (!wants(event)) return
    clearTimeout(timer)
    timer = setTimeout(listener, quiet)
  }
  listeners.add(hear)
  onScopeDispose(() => {
    listeners.delete(hear)
    clearTimeout(timer)
  })
}

/** Whether changes arrive by themselves now. */
export function useLive() {
  return { connected }
}

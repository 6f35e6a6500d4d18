import { onMounted, onUnmounted } from 'vue'
import { isTyping } from './rowcursor'

/**
 * Keys that work on the whole page while nothing is being typed: the key as
 * KeyboardEvent names it, in lower case. Enter and Space stay with the button
 * or link that has the focus.
 */
export function useShortcuts(keys: Record<string, () => void>): void {
  function onKey(event: KeyboardEvent): void {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act || isTyping(event) || document.querySelector('dialog[open]')) return
    const own = (event.target as HTMLElement | null)?.closest?.('a, button, summary, [role=tab]')
    if (own && (event.key === 'Enter' || event.key === ' ' || event.key.startsWith('Arrow'))) return
    event.preventDefault()
    act()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onUnmounted(() => document.removeEventListener('keydown', onKey))
}

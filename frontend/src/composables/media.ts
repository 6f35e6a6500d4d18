import { onScopeDispose, readonly, ref } from 'vue'

/** Whether a media query holds, followed while the page lives. */
export function useMedia(query: string) {
  const list = matchMedia(query)
  const holds = ref(list.matches)
  const follow = (event: MediaQueryListEvent) => (holds.value = event.matches)
  list.addEventListener('change', follow)
  onScopeDispose(() => list.removeEventListener('change', follow))
  return readonly(holds)
}

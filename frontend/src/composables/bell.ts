import { onScopeDispose, ref, watch } from 'vue'
import { countNotices } from '@/api/notice'

const every = 60_000 // ms
const unread = ref(0)

/** How many messages wait, asked for now and then while somebody is signed in and the page is seen. */
export function useBell(signedIn: () => boolean) {
  async function count(): Promise<void> {
    if (!signedIn() || document.visibilityState === 'hidden') return
    unread.value = await countNotices().then(
      (answer) => answer.count,
      () => unread.value,
    )
  }
  watch(
    signedIn,
    (yes) => {
      if (yes) void count()
      else unread.value = 0
    },
    { immediate: true },
  )
  const timer = setInterval(() => void count(), every)
  document.addEventListener('visibilitychange', count)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', count)
  })
  return { unread, count }
}

/** For the page that marks messages as read. */
export function readSome(n: number): void {
  unread.value = Math.max(0, unread.value - n)
}

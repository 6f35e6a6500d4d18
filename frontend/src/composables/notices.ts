import { ref, shallowRef } from 'vue'
import { countNotices, listNotices, markNoticesRead, type Notice } from '@/api/notice'
import { useProblem } from './problem'

const unread = ref(0)
const notices = shallowRef<Notice[]>([])
const loaded = ref(false)

/** My unread messages, shared by the shell and by 待阅. */
export function useNotices() {
  const { run, problem, busy } = useProblem()
  async function count(): Promise<void> {
    unread.value = (await countNotices().catch(() => undefined))?.count ?? unread.value
  }
  async function load(): Promise<void> {
    const list = await run(() => listNotices({ unread: true, limit: 100 }))
    if (!list) return
    notices.value = list
    loaded.value = true
  }
  return {
    unread,
    notices,
    loaded,
    problem,
    busy,
    count,
    load,
    async read(ids: number[]): Promise<void> {
      if (!ids.length) return
      await markNoticesRead(ids)
      notices.value = notices.value.filter((notice) => !ids.includes(notice.id))
      unread.value = Math.max(0, unread.value - ids.length)
    },
  }
}

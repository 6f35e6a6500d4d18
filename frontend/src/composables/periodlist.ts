import { computed, onMounted, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useAsk } from './ask'
import { onLive } from './live'
import { firstDay, lastDay, periodOf, type Period } from './period'
import { usePortal } from './portal'
import { shanghaiDate } from '@/i18n'

/** A list over a period that stands in the address: read anew when the period changes and when something happens. */
export function usePeriodList<T>(load: (from: string, to: string) => Promise<T[]>) {
  const route = useRoute()
  const router = useRouter()
  const { portal } = usePortal()
  const today = computed(() => portal.value?.today ?? shanghaiDate(Date.now()))
  const period = computed<Period>({
    get: () => periodOf(route.query.from, route.query.to, today.value),
    set: ({ from, to }) => void router.replace({ query: { ...route.query, from, to } }),
  })
  const { answer: rows, problem, ask } = useAsk(() => load(firstDay(period.value), lastDay(period.value)))
  onMounted(ask)
  watch(period, () => void ask())
  onLive(() => void ask(), undefined, 1500)
  return { today, period, rows, problem, ask }
}

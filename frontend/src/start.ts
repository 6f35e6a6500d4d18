import { createApp } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import { whenSessionEnds } from '@/api/client'
import { askPortal } from '@/composables/portal'
import { sessionFrom, useSession } from '@/composables/session'
import { startTheme } from '@/composables/theme'
import { markDocument, textsReady } from '@/i18n'
import '@/styles/tokens.css'
import '@/styles/base.css'
import App from './App.vue'
import { admission } from './guard'
import { createTierRouter, type LaterRoutes, type Tier } from './router'

/** Starts the application of one tier. */
export async function start(tier: Tier, pages: RouteRecordRaw[], later?: LaterRoutes): Promise<void> {
  startTheme()
  markDocument()
  const router = createTierRouter(tier, pages, later)
  sessionFrom(askPortal)
  const { load, forget } = useSession()
  // Asked for at once and not waited for: a public page is painted without it.
  void load().catch(() => undefined)
  router.beforeEach(async (to) => {
    if (!to.matched.some(({ meta }) => meta.roles !== undefined)) return true
    // Without an answer the page itself says what is wrong.
    const session = await load().catch(() => undefined)
    return session === undefined || admission(to, session)
  })
  whenSessionEnds(() => {
    forget()
    const back = router.currentRoute.value
    if (back.path !== '/login') void router.push({ path: '/login', query: { back: back.fullPath, ended: '1' } })
  })
  await textsReady()
  createApp(App, { tier }).use(router).mount('#app')
}

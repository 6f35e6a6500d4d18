import { createApp } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import { whenSessionEnds } from '@/api/client'
import { useSession } from '@/composables/session'
import { startTheme } from '@/composables/theme'
import { markDocument, textsReady } from '@/i18n'
import '@/styles/tokens.css'
import '@/styles/base.css'
import App from './App.vue'
import { createTierRouter, type Tier } from './router'

/** Starts the application of one tier. */
export async function start(tier: Tier, pages: RouteRecordRaw[]): Promise<void> {
  startTheme()
  markDocument()
  const router = createTierRouter(tier, pages)
  whenSessionEnds(() => {
    useSession().forget()
    const back = router.currentRoute.value
    if (back.path !== '/login') void router.push({ path: '/login', query: { back: back.fullPath } })
  })
  await textsReady()
  createApp(App, { tier }).use(router).mount('#app')
}

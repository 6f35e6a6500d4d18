import { nextTick } from 'vue'
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import { t, textsReady } from '@/i18n'
import type { NavigationEntry } from './navigation'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page's name in the window's title, in the shown language. */
    title?: () => string
    tier?: Tier
    /** Signed in, and with one of these roles; [] for anybody signed in. */
    roles?: string[]
    /** Stands in the main navigation of its tier, at this place. */
    nav?: number
  }
}

export type Tier = 'public' | 'staff'

/** Which tier draws an address; the same rule as Page in embed.go. */
export function tierOf(path: string): Tier {
  return path === '/staff' || path.startsWith('/staff/') ? 'staff' : 'public'
}

/** Names the window after the page, in the shown language. */
export function nameWindow(router: Router): void {
  const page = router.currentRoute.value.meta.title?.()
  document.title = page ? `${page} — ${t('brand')}` : t('brand')
}

/** The pages of this tier that stand in the main navigation, in their order. */
export function navigationOf(router: Router): NavigationEntry[] {
  return router
    .getRoutes()
    .filter((route) => route.meta.nav !== undefined)
    .sort((a, b) => a.meta.nav! - b.meta.nav!)
    .map(({ path, meta }) => ({ to: path, label: meta.title ?? (() => path), roles: meta.roles }))
}

const reloadedFor = 'reloaded-for'

/** A part of a tier whose list of pages is fetched when one of its addresses is first asked for. */
export interface LaterRoutes {
  path: string
  load: () => Promise<RouteRecordRaw[]>
}

/** Puts the pages in the place of the address that stood for them, and goes on to the one asked for. */
function bringLater(router: Router, { path, load }: LaterRoutes): void {
  const name = Symbol(path)
  router.addRoute({
    name,
    path,
    component: { render: () => null },
    beforeEnter: async (to) => {
      for (const page of await load()) router.addRoute(page)
      router.removeRoute(name)
      return { path: to.path, query: to.query, hash: to.hash }
    },
  })
}

/** The router of one tier. A link to the other tier loads its document. */
export function createTierRouter(tier: Tier, pages: RouteRecordRaw[], later?: LaterRoutes): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      ...pages,
      {
        path: '/:path(.*)*',
        component: () => import('./pages/public/NotFoundPage.vue'),
        meta: { title: () => t('notFoundTitle') },
      },
    ],
    scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
  })
  if (later) bringLater(router, later)

  router.beforeEach((to) => {
    if (tierOf(to.path) === tier) return true
    location.assign(to.fullPath)
    return false
  })
  router.beforeResolve(() => textsReady())
  router.afterEach(async (to, from) => {
    nameWindow(router)
    if (from.matched.length === 0 || to.path === from.path) return
    // A new page is announced by its heading, as a loaded page would be.
    await nextTick()
    const heading = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  })

  // A page whose chunk is gone belongs to an older release: load the new one, once.
  router.onError((_error, to) => {
    if (sessionStorage.getItem(reloadedFor) === to.fullPath) return
    sessionStorage.setItem(reloadedFor, to.fullPath)
    location.assign(to.fullPath)
  })
  return router
}

import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/nav'
import type { LaterRoutes } from './router'
import { caseRoutes } from './pages/case/routes'

/** What comes later: the pages of enterprises, at the first address that is theirs. */
export const laterRoutes: LaterRoutes = {
  path: '/:tier(me|apply)/:rest(.*)*',
  load: () => import('./routes.enterprise').then((module) => module.enterpriseRoutes),
}

/** Pages of the public and of enterprises, lazy, one entry a page. */
export const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./pages/hall/HallPage.vue'), meta: { title: () => t('hall'), nav: 1 } },
  { path: '/items', component: () => import('./pages/hall/ItemsPage.vue'), meta: { title: () => t('items'), nav: 2 } },
  { path: '/items/:code', component: () => import('./pages/hall/GuidePage.vue'), meta: { title: () => t('items') } },
  { path: '/items/:code/form', component: () => import('./pages/hall/FormSheetPage.vue'), meta: { title: () => t('items') } },
  { path: '/scenarios', component: () => import('./pages/hall/ScenariosPage.vue'), meta: { title: () => t('scenarios'), nav: 3 } },
  { path: '/scenarios/:code', component: () => import('./pages/hall/ScenarioPage.vue'), meta: { title: () => t('scenarios') } },
  { path: '/login', component: () => import('./pages/account/LoginPage.vue'), meta: { title: () => t('login') } },
  { path: '/register', component: () => import('./pages/account/RegisterPage.vue'), meta: { title: () => t('register') } },
  { path: '/link', alias: '/redeem', component: () => import('./pages/account/LinkPage.vue'), meta: { title: () => t('link') } },
  { path: '/account', component: () => import('./pages/account/SecurityPage.vue'), meta: { title: () => t('security'), roles: [] } },
  ...caseRoutes,
  { path: '/denied', component: () => import('./pages/public/DeniedPage.vue'), meta: { title: () => t('deniedTitle') } },
]

if (__GALLERY__) {
  routes.push({
    path: '/gallery',
    component: () => import('./pages/dev/GalleryPage.vue'),
    meta: { title: () => 'Kit' },
  })
}

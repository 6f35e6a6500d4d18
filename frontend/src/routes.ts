import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/nav'

/** Pages of the public and of enterprises, lazy, one entry a page. */
export const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./pages/hall/HallPage.vue'), meta: { title: () => t('hall'), nav: 1 } },
  { path: '/items', component: () => import('./pages/hall/ItemsPage.vue'), meta: { title: () => t('items'), nav: 2 } },
  { path: '/items/:code', component: () => import('./pages/hall/GuidePage.vue'), meta: { title: () => t('items') } },
  { path: '/items/:code/form', component: () => import('./pages/hall/FormSheetPage.vue'), meta: { title: () => t('items') } },
  { path: '/scenarios', component: () => import('./pages/hall/ScenariosPage.vue'), meta: { title: () => t('scenarios'), nav: 3 } },
  { path: '/scenarios/:code', component: () => import('./pages/hall/ScenarioPage.vue'), meta: { title: () => t('scenarios') } },
]

if (__GALLERY__) {
  routes.push({
    path: '/gallery',
    component: () => import('./pages/dev/GalleryPage.vue'),
    meta: { title: () => 'Kit' },
  })
}

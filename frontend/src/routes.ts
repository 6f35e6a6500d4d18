import type { RouteRecordRaw } from 'vue-router'

/**
 * Pages of the public and of enterprises, lazy, one entry a page; an entry
 * comes with its page. Paths: / · /items · /items/:code · /scenarios ·
 * /scenarios/:id · /register · /login ·
 * /me{,/projects,/cases,/materials,/licences,/messages} ·
 * /apply/:id{,/form/:section,/materials,/check,/done} · /cases/:id · /progress ·
 * /verify/:code · /rate/:token · /papers/:id
 */
export const routes: RouteRecordRaw[] = []

if (__GALLERY__) {
  routes.push({
    path: '/gallery',
    component: () => import('./pages/dev/GalleryPage.vue'),
    meta: { title: () => 'Kit' },
  })
}

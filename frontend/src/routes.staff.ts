import type { RouteRecordRaw } from 'vue-router'
import { adminRoutes } from './pages/staff/adminroutes'
import { staffRoutes } from './pages/staff/routes'

/**
 * Pages of staff, lazy, one entry a page; an entry comes with its page. Paths:
 * /staff/{queue,cases/:id,joint/:id,agent,sign,catalogue,calendar,users,audit,board,cases,projects,projects/:id}
 */
export const routes: RouteRecordRaw[] = [staffRoutes, adminRoutes]

if (__GALLERY__) {
  routes.push({
    path: '/staff/gallery',
    component: () => import('./pages/dev/StaffGalleryPage.vue'),
    meta: { title: () => 'Staff kit' },
  })
}

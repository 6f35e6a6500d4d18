import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/nav'

const applicants = ['ENTERPRISE', 'AGENT']

/** Handing in a request, page by page. */
export const applyRoutes: RouteRecordRaw[] = [
  {
    path: '/apply/new',
    component: () => import('./NewPage.vue'),
    meta: { title: () => t('apply'), roles: applicants },
    beforeEnter: (to) => (to.query.item ? true : '/items'), // first choose what to apply for
  },
  {
    path: '/apply/:id(\\d+)',
    component: () => import('./ApplyShell.vue'),
    meta: { title: () => t('apply'), roles: applicants },
    children: [
      { path: '', component: () => import('./OverviewPage.vue') },
      { path: 'form/:section(\\d+)', component: () => import('./SectionPage.vue') },
      { path: 'materials', component: () => import('./MaterialsPage.vue') },
      { path: 'check', component: () => import('./CheckPage.vue') },
      { path: 'done', component: () => import('./DonePage.vue') },
    ],
  },
]

import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/nav'

/** What belongs to an enterprise. */
export const meRoutes: RouteRecordRaw[] = [
  {
    path: '/me',
    component: () => import('./MeShell.vue'),
    meta: { title: () => t('mine'), roles: ['ENTERPRISE', 'PERSON'] },
    children: [
      { path: '', component: () => import('./MePage.vue') },
      { path: 'cases', component: () => import('./CasesPage.vue') },
      { path: 'projects', component: () => import('./ProjectsPage.vue') },
      { path: 'projects/new', component: () => import('./ProjectPage.vue') },
      { path: 'projects/:id(\\d+)', component: () => import('./ProjectPage.vue') },
      { path: 'materials', component: () => import('./MaterialsPage.vue') },
      { path: 'licences', component: () => import('./LicencesPage.vue') },
      { path: 'messages', component: () => import('./MessagesPage.vue') },
      { path: 'enterprise', component: () => import('./EnterprisePage.vue') },
      { path: 'members', component: () => import('./MembersPage.vue') },
      { path: 'mandates', component: () => import('./MandatesPage.vue') },
    ],
  },
]

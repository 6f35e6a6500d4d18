import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/staffnav'

const overseers = ['LEADER', 'SUPERVISOR', 'TASKFORCE_LEAD']
const heads = ['SECTION_HEAD', 'AGENCY_LEADER', 'AGENCY_PRINCIPAL_HEAD', 'LEAD_DEPT']
const departments = ['WINDOW', 'REVIEWER', 'APPROVER', ...heads]
const administrators = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR']

/** The board with the cases behind it, and the administration, inside the staff shell. */
export const adminRoutes: RouteRecordRaw = {
  path: '/staff',
  component: () => import('./StaffShell.vue'),
  meta: { tier: 'staff', roles: [...overseers, ...departments, ...administrators] },
  children: [
    {
      path: 'board',
      component: () => import('./BoardPage.vue'),
      meta: { title: () => t('board'), tier: 'staff', roles: [...overseers, ...heads], nav: 38 },
    },
    {
      path: 'cases',
      component: () => import('./CasesPage.vue'),
      meta: { title: () => t('cases'), tier: 'staff', roles: [...overseers, ...departments], nav: 45 },
    },
    {
      path: 'catalogue',
      component: () => import('./CataloguePage.vue'),
      meta: { title: () => t('catalogue'), tier: 'staff', roles: ['SYSTEM_ADMIN'], nav: 50 },
    },
    {
      path: 'catalogue/:code',
      component: () => import('./ItemPage.vue'),
      meta: { title: () => t('catalogue'), tier: 'staff', roles: ['SYSTEM_ADMIN'] },
    },
  ],
}

import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/staffnav'

const overseers = ['LEADER', 'SUPERVISOR']
const heads = ['SECTION_HEAD', 'AGENCY_LEADER', 'AGENCY_PRINCIPAL_HEAD', 'LEAD_DEPT']
const departments = ['WINDOW', 'REVIEWER', 'APPROVER', ...heads]
/** Those whose posts pass to a substitute while they are away. */
const absent = ['AGENT', ...departments]
const administrators = ['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR']

/** The board with the cases behind it, and the administration, inside the staff shell. */
export const adminRoutes: RouteRecordRaw = {
  path: '/staff',
  component: () => import('./StaffShell.vue'),
  meta: { tier: 'staff', roles: [...overseers, 'TASKFORCE_LEAD', ...absent, ...administrators] },
  children: [
    {
      path: 'board',
      component: () => import('./BoardPage.vue'),
      meta: { title: () => t('board'), tier: 'staff', roles: [...overseers, ...heads], nav: 38 },
    },
    {
      path: 'cases',
      component: () => import('./CasesPage.vue'),
      meta: { title: () => t('cases'), tier: 'staff', roles: [...overseers, 'TASKFORCE_LEAD', ...departments], nav: 45 },
    },
    {
      path: 'late-records',
      component: () => import('./LateRecordsPage.vue'),
      meta: { title: () => t('late'), tier: 'staff', roles: [...overseers, ...heads], nav: 46 },
    },
    {
      path: 'last-day-pauses',
      component: () => import('./LastDayPage.vue'),
      meta: { title: () => t('lastDay'), tier: 'staff', roles: [...overseers, ...heads], nav: 47 },
    },
    {
      path: 'agents',
      component: () => import('./AgentPoolPage.vue'),
      meta: { title: () => t('pool'), tier: 'staff', roles: [...overseers, 'TASKFORCE_LEAD'], nav: 47.5 },
    },
    {
      path: 'ratings',
      component: () => import('./RectifyPage.vue'),
      meta: { title: () => t('ratings'), tier: 'staff', roles: [...overseers, ...departments], nav: 46.5 },
    },
    {
      path: 'catalogue',
      component: () => import('./CataloguePage.vue'),
      meta: { title: () => t('catalogue'), tier: 'staff', roles: ['SYSTEM_ADMIN'], nav: 50 },
    },
    {
      path: 'users',
      component: () => import('./UsersPage.vue'),
      meta: { title: () => t('users'), tier: 'staff', roles: administrators, nav: 48 },
    },
    {
      path: 'departments',
      component: () => import('./DepartmentsPage.vue'),
      meta: { title: () => t('departments'), tier: 'staff', roles: administrators, nav: 49 },
    },
    {
      path: 'calendar',
      component: () => import('./CalendarPage.vue'),
      meta: { title: () => t('calendar'), tier: 'staff', roles: administrators, nav: 51 },
    },
    {
      path: 'settings',
      component: () => import('./SettingsPage.vue'),
      meta: { title: () => t('settings'), tier: 'staff', roles: ['SYSTEM_ADMIN'], nav: 52 },
    },
    {
      path: 'audit',
      component: () => import('./AuditPage.vue'),
      meta: { title: () => t('audit'), tier: 'staff', roles: ['AUDITOR'], nav: 53 },
    },
    {
      path: 'read-log',
      component: () => import('./ReadLogPage.vue'),
      meta: { title: () => t('readLog'), tier: 'staff', roles: ['AUDITOR'], nav: 53.5 },
    },
    {
      path: 'absences',
      component: () => import('./AbsencesPage.vue'),
      meta: { title: () => t('absences'), tier: 'staff', roles: absent, nav: 54 },
    },
    {
      path: 'catalogue/:code',
      component: () => import('./ItemPage.vue'),
      meta: { title: () => t('catalogue'), tier: 'staff', roles: ['SYSTEM_ADMIN'] },
    },
  ],
}

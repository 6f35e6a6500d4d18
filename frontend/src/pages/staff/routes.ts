import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/staffnav'

const handlers = ['AGENT', 'WINDOW', 'REVIEWER', 'SECTION_HEAD', 'APPROVER', 'AGENCY_LEADER', 'AGENCY_PRINCIPAL_HEAD', 'LEAD_DEPT']
const signers = ['APPROVER', 'AGENCY_LEADER', 'AGENCY_PRINCIPAL_HEAD']
const overseers = ['LEADER', 'SUPERVISOR', 'TASKFORCE_LEAD']
const readers = [...handlers, ...overseers]
/** An agent's queue stands on the agent's own desk. */
const queued = readers.filter((role) => role !== 'AGENT')

/** The pages of those who handle cases, inside the staff shell. */
export const staffRoutes: RouteRecordRaw = {
  path: '/staff',
  component: () => import('./StaffShell.vue'),
  meta: { tier: 'staff', roles: readers },
  children: [
    { path: '', redirect: '/staff/queue' },
    {
      path: 'queue',
      component: () => import('./QueuePage.vue'),
      meta: { title: () => t('queue'), tier: 'staff', roles: queued, nav: 40 },
    },
    {
      path: 'sign',
      component: () => import('./SignPage.vue'),
      meta: { title: () => t('sign'), tier: 'staff', roles: signers, nav: 41 },
    },
    {
      path: 'agent',
      component: () => import('./AgentPage.vue'),
      meta: { title: () => t('agent'), tier: 'staff', roles: ['AGENT'], nav: 42 },
    },
    {
      path: 'counter',
      component: () => import('./CounterPage.vue'),
      meta: { title: () => t('counter'), tier: 'staff', roles: ['WINDOW'], nav: 40.5 },
    },
    {
      path: 'pickup',
      component: () => import('./PickupPage.vue'),
      meta: { title: () => t('pickup'), tier: 'staff', roles: ['WINDOW'], nav: 40.6 },
    },
    {
      path: 'prechecks',
      component: () => import('./PreChecksPage.vue'),
      meta: { title: () => t('prechecks'), tier: 'staff', roles: ['WINDOW', 'REVIEWER'], nav: 40.7 },
    },
    {
      path: 'prechecks/:id(\\d+)',
      component: () => import('./PreCheckPage.vue'),
      meta: { title: () => t('prechecks'), tier: 'staff', roles: ['WINDOW', 'REVIEWER'] },
    },
    {
      path: 'enterprises',
      component: () => import('./EnterprisesPage.vue'),
      meta: { title: () => t('enterprises'), tier: 'staff', roles: ['WINDOW'], nav: 43 },
    },
    {
      path: 'projects',
      component: () => import('./ProjectsPage.vue'),
      meta: { title: () => t('projects'), tier: 'staff', roles: readers, nav: 44 },
    },
    {
      path: 'projects/:id(\\d+)',
      component: () => import('./ProjectPage.vue'),
      meta: { title: () => t('projects'), tier: 'staff', roles: readers },
    },
    {
      path: 'cases/:id(\\d+)',
      component: () => import('./CasePage.vue'),
      meta: { title: () => t('case'), tier: 'staff', roles: readers },
    },
    {
      path: 'joint/:id(\\d+)',
      component: () => import('./JointPage.vue'),
      meta: { title: () => t('joint'), tier: 'staff', roles: readers },
    },
  ],
}

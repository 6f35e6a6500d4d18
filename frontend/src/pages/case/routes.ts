import type { RouteRecordRaw } from 'vue-router'
import { t } from '@/i18n/nav'

/** A case as its applicant sees it, and what anybody may look up: progress, papers, ratings. */
export const caseRoutes: RouteRecordRaw[] = [
  { path: '/cases/:id(\\d+)', component: () => import('./CasePage.vue'), meta: { title: () => t('case'), roles: ['ENTERPRISE', 'AGENT'] } },
  { path: '/papers/:id(\\d+)', component: () => import('./PaperPage.vue'), meta: { title: () => t('paper'), roles: [] } },
  { path: '/progress', component: () => import('./ProgressPage.vue'), meta: { title: () => t('progress'), nav: 4 } },
  { path: '/verify/:code?', component: () => import('./VerifyPage.vue'), meta: { title: () => t('verify') } },
  { path: '/rate/:token?', component: () => import('./RatePage.vue'), meta: { title: () => t('rate') } },
]

import type { RouteRecordRaw } from 'vue-router'

/** A case as its applicant sees it, and what anybody may look up: progress, papers, ratings. */
export const caseRoutes: RouteRecordRaw[] = []

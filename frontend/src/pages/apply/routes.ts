import type { RouteRecordRaw } from 'vue-router'

/** Handing in a request, page by page. */
export const applyRoutes: RouteRecordRaw[] = []

import type { RouteRecordRaw } from 'vue-router'

/** What belongs to an enterprise. */
export const meRoutes: RouteRecordRaw[] = []

import { computed } from 'vue'
import type { Post } from '@/api/post'
import { useSession } from './session'

/** The session as staff pages need it: the post one acts at. */
export function useStaffSession() {
  const { session, hasRole } = useSession()
  const post = computed(() => session.value?.post)
  return {
    session,
    hasRole,
    post,
    role: computed(() => session.value?.roles[0] ?? ''),
    dept: computed(() => post.value?.deptCode ?? ''),
    userId: computed(() => session.value?.userId ?? 0),
    /** The absent colleague in whose place one acts; 0 for oneself. */
    forUserId: computed(() => post.value?.forUserId ?? 0),
    exempt: computed(() => session.value?.secondFactor === 'EXEMPT'),
  }
}

/** What tells one post of a person from another. */
export function postKey(post: Pick<Post, 'grantId' | 'absenceId' | 'enterpriseId'>): string {
  return [post.grantId, post.absenceId, post.enterpriseId].join('-')
}

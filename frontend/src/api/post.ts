import { request, requestRows } from './request'

/** One thing a person may act as: at a grant, as a member of an enterprise, or in an absent colleague's place. */
export interface Post {
  grantId: number
  absenceId: number
  enterpriseId: number
  role: string
  region: string
  deptCode: string
  enterpriseName: string
  memberRole?: string
  forUserId: number
  forName: string
}

export function listPosts(): Promise<Post[]> {
  return requestRows('/api/v1/session/posts')
}

export function switchPost(post: Pick<Post, 'grantId' | 'absenceId' | 'enterpriseId'>): Promise<unknown> {
  const { grantId, absenceId, enterpriseId } = post
  return request('POST', '/api/v1/session/post', { body: { grantId, absenceId, enterpriseId } })
}

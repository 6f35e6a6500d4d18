import type { Rectification } from '@/api/rectify'
import type { Me } from '@/staff/moves/stepspec'

export type RectifyVerb = 'start' | 'call' | 'classify' | 'reply' | 'close'

/** What can be done about a bad rating now, the next act first; the server has the last word. */
export function actsOf(one: Rectification, me: Me, rectifies: boolean, closes: boolean): RectifyVerb[] {
  const acts: RectifyVerb[] = []
  if (rectifies && one.deptCode === me.dept) {
    if (one.status === 'OPEN') acts.push('start')
    if (one.status === 'STARTED') acts.push(...(one.calledAt ? (['classify', 'call'] as const) : (['call', 'classify'] as const)))
    if (one.status === 'CLASSIFIED') acts.push('reply', 'call', 'classify')
  }
  if (closes && (one.status === 'REPLIED' || (one.status === 'CLASSIFIED' && one.class === 'MALICIOUS'))) acts.push('close')
  return acts
}

/** Whether an act is past its day. */
export function overdue(one: Rectification, today: string): boolean {
  if (one.status === 'OPEN') return today > (one.startDue ?? '')
  return (one.status === 'STARTED' || one.status === 'CLASSIFIED') && today > (one.dueOn ?? '')
}

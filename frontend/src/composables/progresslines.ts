import type { Progress } from '@/api/progress'
import { formatDate } from '@/i18n/format'
import { isEnded, statusLabel } from '@/i18n/status'
import type { TimelineEntry } from '@/kit/UiTimeline.vue'

const bad = new Set(['NOT_ACCEPTED', 'RETURNED', 'REFUSED', 'TERMINATED', 'WITHDRAWN', 'NOT_POSSIBLE', 'CANCELLED', 'CORRECTION_ORDERED'])
const still = new Set(['SPECIAL_PROCEDURE', 'SUSPENDED'])

/** The changes of state of a case as a timeline; the last one of an open case is where it is now. */
export function progressEntries(progress: Progress): TimelineEntry[] {
  const { moves, flow, status } = progress
  return moves.map((move, index): TimelineEntry => {
    const last = index === moves.length - 1 && !isEnded(status) && !progress.decidedOn
    const state = still.has(move.to) ? 'pause' : bad.has(move.to) ? 'bad' : last ? 'now' : 'done'
    return { id: index, title: statusLabel(flow, move.to), at: formatDate(move.on), state }
  })
}

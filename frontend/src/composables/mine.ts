import { computed, shallowRef } from 'vue'
import type { CaseLine } from '@/api/case'
import { readEnterprise, type Enterprise } from '@/api/enterprise'
import type { Licence } from '@/api/licence'
import { waitsForApplicant } from '@/i18n/status'
import { addDays } from '@/kit/date'
import { useAsk } from './ask'
import { useSession } from './session'

const kept = shallowRef<Enterprise>()

/** The enterprise that one belongs to, read once and again after a change. */
export function useMine() {
  const { session } = useSession()
  const id = computed(() => session.value?.post.enterpriseId ?? 0)
  const { problem, ask } = useAsk(async () => (kept.value = await readEnterprise(id.value)))
  if (id.value && kept.value?.id !== id.value) void ask()
  return {
    id,
    enterprise: computed(() => (kept.value?.id === id.value ? kept.value : undefined)),
    owner: computed(() => session.value?.post.memberRole === 'OWNER'),
    problem,
    reload: ask,
    /** After a change that gave the enterprise anew. */
    take(enterprise: Enterprise): void {
      kept.value = enterprise
    },
  }
}

/** How far its verification is, as the key of its name. */
export function verificationKey({ status, askedAt }: Pick<Enterprise, 'status' | 'askedAt'>): 'status.VERIFIED' | 'status.WAITING' {
  return (status === 'UNVERIFIED' && askedAt ? 'status.WAITING' : `status.${status}`) as 'status.VERIFIED' | 'status.WAITING'
}

/** Something that waits for the enterprise. */
export interface Errand {
  kind: 'correct' | 'complete' | 'confirm' | 'gap' | 'supply' | 'draft' | 'renew'
  /** Of the case or licence. */
  id: number
  name: string
  /** Of the item, '' for a licence. */
  itemCode: string
  number: string
  /** By when, where there is a date. */
  by: string | null
  to: string
}

/** How long before the last day a renewal is called to mind, in days. */
const renewAhead = 90

function errandOf(one: CaseLine): Errand | undefined {
  const base = { id: one.id, name: one.itemName, itemCode: one.itemCode, number: one.number, to: `/cases/${one.id}` }
  if (one.status === 'CORRECTION_REQUIRED') return { ...base, kind: 'correct', by: null }
  if (one.status === 'INFO_INCOMPLETE') return { ...base, kind: 'complete', by: null }
  if (waitsForApplicant(one.status)) return { ...base, kind: 'confirm', by: null }
  if (one.tolerant && one.gapDue && !one.gapClosedOn && !one.decidedOn) return { ...base, kind: 'gap', by: one.gapDue }
  if (one.supplementOn && !one.decidedOn && !one.endedOn) return { ...base, kind: 'supply', by: null }
  if (one.status === 'DRAFT') return { ...base, kind: 'draft', by: null, to: `/apply/${one.id}` }
  return undefined
}

const order: Errand['kind'][] = ['correct', 'complete', 'gap', 'supply', 'confirm', 'renew', 'draft']

/** What waits for the enterprise, the most pressing first. */
export function errandsOf(cases: CaseLine[], licences: Licence[], today: string): Errand[] {
  const soon = licences
    .filter((one) => ['VALID', 'DEEMED_RENEWED'].includes(one.status) && one.renewBy && !one.renewalCase && (one.expiresOn ?? '9999') >= today && one.renewBy <= addDays(today, renewAhead))
    .map((one): Errand => ({ kind: 'renew', id: one.id, name: one.name, itemCode: '', number: one.number, by: one.renewBy! >= today ? one.renewBy : one.expiresOn, to: '/me/licences' }))
  const own = cases.map(errandOf).filter((errand) => errand !== undefined)
  return [...own, ...soon].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.by ?? '9999').localeCompare(b.by ?? '9999') || b.id - a.id,
  )
}

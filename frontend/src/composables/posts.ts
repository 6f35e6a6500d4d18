import { computed } from 'vue'
import type { DateText } from '@/api/case'
import { formatDate, label } from '@/i18n'
import { t } from '@/i18n/admin'
import { useNames } from './names'
import { usePortal } from './portal'

/** Roles that staff may hold, in the order in which they are offered. */
export const staffRoles = [
  'WINDOW',
  'REVIEWER',
  'SECTION_HEAD',
  'APPROVER',
  'AGENCY_LEADER',
  'AGENCY_PRINCIPAL_HEAD',
  'LEAD_DEPT',
  'AGENT',
  'TASKFORCE_LEAD',
  'LEADER',
  'SUPERVISOR',
  'SYSTEM_ADMIN',
  'SECURITY_ADMIN',
  'AUDITOR',
] as const

const administrators = new Set(['SYSTEM_ADMIN', 'SECURITY_ADMIN', 'AUDITOR'])
export const isAdministrator = (role: string): boolean => administrators.has(role)

/** What posts are called. */
export function usePosts() {
  const { deptName, divisionName, departments, divisions } = useNames()
  const { portal } = usePortal()
  const county = computed(() => portal.value?.county.region ?? '')
  return {
    departments,
    county,
    /** The county and its divisions, to choose one. */
    regions: computed(() => [county.value, ...divisions.value.keys()].filter(Boolean).map((code) => ({ value: code, label: divisionName(code) }))),
    deptName,
    divisionName,
    postName({ role, deptCode, region }: { role: string; deptCode: string; region: string }): string {
      const where = deptCode ? deptName(deptCode) : region && region !== county.value ? divisionName(region) : ''
      const name = label('Role', role as 'WINDOW')
      return where ? t('postOf', { role: name, dept: where }) : name
    },
    term({ validFrom, validTo }: { validFrom: DateText; validTo: DateText }): string {
      const from = formatDate(validFrom)
      return validTo ? t('postTerm', { from, to: formatDate(validTo) }) : t('postFrom', { from })
    },
  }
}

import { computed, shallowRef } from 'vue'
import { listColleagues, type Colleague } from '@/api/colleague'
import { listDepartments, type Department } from '@/api/department'
import { lang } from '@/i18n'
import { usePortal } from './portal'

const departments = shallowRef<Department[]>([])
const colleagues = shallowRef<Colleague[]>([])
let asked: Promise<void> | undefined

async function ask(): Promise<void> {
  const { may } = usePortal()
  const [depts, people] = await Promise.allSettled([listDepartments(), may('step:read') ? listColleagues({}) : []])
  if (depts.status === 'fulfilled') departments.value = depts.value
  if (people.status === 'fulfilled') colleagues.value = people.value
}

/**
 * Who and what is called how: departments and the people of one's own division, asked for once.
 * Names that are not known are shown as their code, or as a dash.
 */
export function useDirectory() {
  asked ??= ask()
  const byCode = computed(() => new Map(departments.value.map((dept) => [dept.code, dept])))
  const byId = computed(() => new Map(colleagues.value.map((person) => [person.userId, person.name])))
  return {
    departments,
    colleagues,
    ready: asked,
    deptName(code: string): string {
      const dept = byCode.value.get(code)
      if (!dept) return code
      return (lang.value === 'en' && dept.nameEn) || dept.nameZh
    },
    personName(id: number, names?: Record<string, string>): string {
      if (!id) return '—'
      return names?.[String(id)] ?? byId.value.get(id) ?? '—'
    },
    /** Distinct people that hold one of the roles (any where none is given), in one department where it is given. */
    people(roles: string[] = [], dept = ''): Colleague[] {
      const seen = new Set<number>()
      return colleagues.value.filter((person) => {
        const fits = (!roles.length || roles.includes(person.role)) && (!dept || person.deptCode === dept)
        if (!fits || seen.has(person.userId)) return false
        seen.add(person.userId)
        return true
      })
    },
  }
}

/** Forgets what was asked: another post sees other people. */
export function forgetDirectory(): void {
  asked = undefined
  departments.value = []
  colleagues.value = []
}

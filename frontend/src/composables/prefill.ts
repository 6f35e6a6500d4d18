import type { Enterprise } from '@/api/enterprise'
import type { Project } from '@/api/project'
import type { Answer, Answers, Form } from '@/form/schema'
import { muOfSquareMetres, wanOfFen } from '@/i18n'

export interface PrefillSources {
  enterprise?: Pick<Enterprise, 'name' | 'uscc' | 'legalPerson' | 'contactName' | 'contactPhone'>
  project?: Pick<Project, 'name' | 'code'> & Partial<Pick<Project, 'address' | 'investFen' | 'landM2' | 'attrs'>>
  operator?: { name: string }
}

/** What is known already, by the names that forms use. */
function known({ enterprise, project, operator }: PrefillSources): Record<string, Answer> {
  return {
    'enterprise.name': enterprise?.name,
    'enterprise.uscc': enterprise?.uscc,
    'enterprise.legalRep': enterprise?.legalPerson,
    'operator.name': operator?.name ?? enterprise?.contactName,
    'operator.phone': enterprise?.contactPhone,
    'project.name': project?.name,
    'project.code': project?.code,
    'project.address': project?.address,
    'project.investment': project?.investFen ? Number(wanOfFen(project.investFen)) : undefined,
    'project.landMu': project?.landM2 ? Number(muOfSquareMetres(project.landM2)) : undefined,
  }
}

/** What the project has said already, if a field can hold it. */
function fact(value: unknown): Answer {
  return typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number' ? value : undefined
}

/** The answers with what is known put in where nothing was answered yet; answers are never replaced. */
export function prefill(form: Form, answers: Answers, sources: PrefillSources): Answers {
  const values = known(sources)
  const filled = { ...answers }
  for (const [name, schema] of Object.entries(form.schema.properties ?? {})) {
    const value = values[schema['x-prefill'] ?? ''] ?? fact(sources.project?.attrs?.[schema['x-attr'] ?? ''])
    const empty = filled[name] === undefined || filled[name] === null || filled[name] === ''
    if (empty && value !== undefined && value !== null && value !== '') filled[name] = value
  }
  return filled
}

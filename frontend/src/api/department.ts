import { request, requestRows } from './request'

export interface Department {
  code: string
  nameZh: string
  nameEn: string
  hall: string
  windowNo: string
  hours: string
  address: string
  phone: string
}

/** Where a department's decisions may be taken to reconsideration, and by which article. */
export interface ReviewBody {
  body: string
  basis: string
}

/** A department with all that the county sets for it. */
export interface DepartmentSetting extends Department {
  id: number
  region: string
  bodyType: string
  actsInNameOf: string
  reconsideration: ReviewBody[] | null
  word: string
  /** default: as the catalogue has it; county: set by the county. */
  origin: string
  active: boolean
  version: number
}

export type DepartmentInput = Omit<DepartmentSetting, 'id' | 'origin' | 'reconsideration'> & { reconsideration: ReviewBody[] }

export function listDepartments(): Promise<Department[]> {
  return requestRows('/api/v1/departments')
}

export function listDepartmentSettings(): Promise<DepartmentSetting[]> {
  return requestRows('/api/v1/admin/departments')
}

export function createDepartment(body: DepartmentInput): Promise<DepartmentSetting> {
  return request('POST', '/api/v1/admin/departments', { body })
}

export function editDepartment(id: number, body: DepartmentInput): Promise<DepartmentSetting> {
  return request('PUT', '/api/v1/admin/departments/{id}', { path: { id }, body })
}

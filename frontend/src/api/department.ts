import { requestRows } from './request'

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

export function listDepartments(): Promise<Department[]> {
  return requestRows('/api/v1/departments')
}

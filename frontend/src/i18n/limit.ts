import { unitOf } from './format'
import { label } from './labels.first'

export interface Limit {
  value: number
  unit: string
}

/** A time limit with its unit: 20 个工作日, 当场. */
export function formatLimit(limit: Limit | null | undefined): string {
  if (!limit || limit.unit === 'NONE') return label('Unit', 'NONE')
  if (limit.unit === 'IMMEDIATE') return label('Unit', 'IMMEDIATE')
  return `${limit.value} ${unitOf(limit.value, label('Unit', limit.unit))}`
}

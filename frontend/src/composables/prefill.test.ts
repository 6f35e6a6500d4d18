import { expect, test } from 'vitest'
import type { Form } from '@/form/schema'
import { prefill } from './prefill'

const form: Form = {
  code: 'X',
  schema: {
    properties: {
      name: { type: 'string', 'x-prefill': 'enterprise.name' },
      money: { type: 'number', 'x-prefill': 'project.investment' },
      land: { type: 'number', 'x-prefill': 'project.landMu' },
      own: { type: 'string' },
    },
  },
  layout: { sections: [{ titleZh: '一', titleEn: 'One', fields: ['name', 'money', 'land', 'own'] }] },
}
const enterprise = { name: '甲公司', uscc: 'U', legalPerson: '王', contactName: '李', contactPhone: '1' }
const project = { name: '项目', code: '', address: '', investFen: 32_000_000_000, landM2: 80_000 }

test('what is known stands in the form at first, in the units of the form', () => {
  expect(prefill(form, {}, { enterprise, project })).toEqual({ name: '甲公司', money: 32_000, land: 120 })
})

test('an answer is never replaced', () => {
  expect(prefill(form, { name: '乙公司', money: 0 }, { enterprise, project })).toMatchObject({ name: '乙公司', money: 0 })
})

test('what is not known stays empty', () => {
  expect(prefill(form, {}, {})).toEqual({})
})

test('what the project has answered is not asked again', () => {
  const asks: Form = {
    ...form,
    schema: { properties: { urban: { type: 'string', 'x-attr': 'land.planning_area' }, own: { type: 'string' } } },
  }
  expect(prefill(asks, {}, { project: { ...project, attrs: { 'land.planning_area': 'URBAN' } } })).toEqual({ urban: 'URBAN' })
})

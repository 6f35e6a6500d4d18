// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import type { Project } from '@/api/project'
import { useProjectChoice } from './projectchoice'

const project = (id: number, enterpriseId: number): Project => ({ id, enterpriseId, name: `P${id}` }) as Project

test('an agent chooses among the projects of the client alone, and another client asks anew', async () => {
  const client = ref('7')
  const choice = useProjectChoice(() => [project(1, 7), project(2, 8), project(3, 7)], client, '1')
  expect(choice.options.value.map((one) => one.value)).toEqual(['1', '3'])
  client.value = '8'
  await nextTick()
  expect(choice.project.value).toBe('')
  expect(choice.options.value.map((one) => one.value)).toEqual(['2'])
})

test('a project that was just entered is chosen and stands first', () => {
  const choice = useProjectChoice(() => [project(1, 7)], ref('7'), '')
  choice.open()
  expect(choice.adding.value).toBe(true)
  choice.take(project(9, 7))
  expect(choice.adding.value).toBe(false)
  expect(choice.project.value).toBe('9')
  expect(choice.options.value.map((one) => one.label)).toEqual(['P9', 'P1'])
})

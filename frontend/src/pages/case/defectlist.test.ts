// @vitest-environment happy-dom
import { mount, RouterLinkStub } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { CaseMaterial } from '@/api/case'
import DefectList from './DefectList.vue'

const material = (code: string, state: string) => ({ code, name: `材料${code}`, state }) as CaseMaterial
const defects = [
  { material: 'M1', problem: '缺少印章', basis: '《行政许可法》第三十二条', howTo: '加盖公章后重新上传' },
  { material: 'M2', problem: '已过期', basis: '同上', howTo: '换新' },
  { material: '', problem: '投资额与备案不一致', basis: '同上', howTo: '改正' },
]

function list(settled = false) {
  return mount(DefectList, {
    props: { defects, caseId: 7, settled, materials: [material('M1', 'DEFECTIVE'), material('M2', 'HANDED_IN')] },
    global: { stubs: { RouterLink: RouterLinkStub } },
  })
}

test('each point says what is wrong, how to mend it, by which article and how it stands', () => {
  const points = list().findAll('li').map((point) => point.text())
  expect(points).toHaveLength(3)
  for (const part of ['材料M1', '缺少印章', '加盖公章后重新上传', '第三十二条', '待补正']) expect(points[0]).toContain(part)
  expect(points[1]).toContain('已重新上传')
  expect(points[2]).toContain('申请表')
  expect(list().text()).toContain('共 3 项，已补正 1 项')
})

test('what is still to be mended leads to its place, and what is mended does not', () => {
  const to = (settled: boolean) => list(settled).findAllComponents(RouterLinkStub).map((link) => link.props('to'))
  expect(to(false)).toEqual(['/apply/7/materials#material-M1', '/apply/7/form/1'])
  expect(to(true)).toEqual([])
})

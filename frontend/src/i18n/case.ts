import { defineMessages } from './messages'

const zh = {
  cases: '我的办件',
  mine: '我的企业',
  parentCase: '所属联合办理',
  live: '本页随办理进展自动更新',
  liveLost: '自动更新中断，正在重新连接',
  agentActing: '您正代{name}查看和办理',
  'tab.progress': '办理经过',
  'tab.days': '时限计算',
  'tab.materials': '材料和申请表',
  'tab.papers': '文书',
  'tab.talk': '问答',
  tabs: '办件内容',
  tolerant: '容缺受理',
  deemed: '视为受理',
  parts: '组成部分',
  partsWait: '有 {n} 个部分等您办理',
  partsCount: '共 {n} 件，已办结 {done} 件',
  colPart: '事项',
  colDept: '部门',
  colStatus: '状态',
  colLimit: '时限',
} as const

export const t = defineMessages(zh, () => import('./case.en').then((module) => module.caseEn))
export type CaseTexts = typeof zh

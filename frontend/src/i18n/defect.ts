import { defineMessages } from './messages'

const zh = {
  form: '申请表',
  howTo: '补正方法：{text}',
  basis: '依据：{text}',
  sample: '样本：{text}',
  mend: '去补正',
  mendNamed: '去补正：{name}',
  count: '共 {n} 项，已补正 {done} 项',
  'state.MISSING': '待补正',
  'state.DEFECTIVE': '待补正',
  'state.HANDED_IN': '已重新上传',
  'state.PROMISED': '承诺后补',
  'state.HELD': '已调用证照',
  'state.ACCEPTED': '已核对',
  'state.ASKED': '待补充',
  'state.SUPPLIED': '已补交',
  'state.FORM': '请核对',
} as const

export const t = defineMessages(zh, () => import('./defect.en').then((module) => module.defectEn))
export type DefectTexts = typeof zh

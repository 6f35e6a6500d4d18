import { defineMessages } from './messages'

const zh = {
  act: '改用另一版本',
  title: '在办件改用另一版本 · {number}',
  text: '在办件到办结前沿用提交时的版本；确需改用的，逐项指明材料对应关系，记入办件日志',
  to: '由第 {n} 版改为',
  versionNo: '第 {n} 版',
  materials: '原材料对应的新材料',
  letGo: '不再需要',
  added: '新版本另有：{names}。已受理的办件不再要求',
  limits: '同时采用新版本的时限',
  limitsHint: '不勾选则沿用提交时的法定与承诺时限',
  reason: '理由',
  reasonNeeded: '请填写理由',
  undecided: '请指明 {code} 对应的材料',
  twice: '{code} 与另一材料对应到同一项',
  go: '改用',
  migrated: '{number} 已改用第 {n} 版',
} as const

/** The texts of moving an open case to another version. */
export const t = defineMessages(zh, () => import('./migrate.en').then((module) => module.migrateEn))
export type Migrate = typeof zh

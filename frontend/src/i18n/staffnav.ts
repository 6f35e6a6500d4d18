import { defineMessages } from './messages'

const zh = {
  queue: '我的工作台',
  counter: '窗口收件',
  pickup: '窗口取件',
  prechecks: '预审',
  sign: '审签箱',
  agent: '帮办代办',
  enterprises: '企业核验',
  projects: '项目',
  case: '办件',
  joint: '联合办理',
  board: '领导看板',
  cases: '办件清单',
  late: '补录清单',
  pool: '帮办员库',
  lastDay: '末日暂停',
  ratings: '差评整改',
  catalogue: '事项管理',
  calendar: '工作日历',
  users: '用户与权限',
  departments: '部门',
  absences: '请假代办',
  settings: '本县设置',
  audit: '审计日志',
  readLog: '查阅记录',
} as const

/** The names of the staff pages in the navigation: with the application itself, so few. */
export const t = defineMessages(zh, () => import('./staffnav.en').then((module) => module.staffnavEn))
export type StaffNav = typeof zh

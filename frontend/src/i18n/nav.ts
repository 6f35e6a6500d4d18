import { defineMessages } from './messages'

const zh = {
  hall: '办事大厅',
  items: '办事指南',
  scenarios: '情形引导',
  progress: '查进度',
  apply: '申报',
  mine: '我的企业',
  desk: '工作台',
  board: '指挥看板',
  admin: '系统管理',
  register: '注册',
  login: '登录',
  link: '一次性链接',
  notices: '消息',
  noticesUnread: '消息，{n} 条未读',
  security: '账户与安全',
  switchPost: '切换身份',
  case: '办件',
  paper: '文书',
  verify: '文书核验',
  rate: '评价',
  deniedTitle: '您的身份不能打开本页',
  deniedText: '请切换到有此权限的身份，或联系管理员。',
} as const

/** The names in the frame around every page: with the application itself, so few. */
export const t = defineMessages(zh, () => import('./nav.en').then((module) => module.navEn))
export type Nav = typeof zh

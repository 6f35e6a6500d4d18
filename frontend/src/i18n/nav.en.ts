import type { Translation } from './messages'
import type { Nav } from './nav'

export const navEn: Translation<Nav> = {
  hall: 'Service hall',
  items: 'Guides',
  scenarios: 'What do I need?',
  progress: 'Track progress',
  apply: 'Apply',
  mine: 'My enterprise',
  desk: 'Work desk',
  board: 'Board',
  admin: 'Administration',
  register: 'Register',
  login: 'Log in',
  link: 'One-time link',
  notices: 'Messages',
  noticesUnread: 'Messages, {n} unread',
  security: 'Account and security',
  switchPost: 'Switch role',
  case: 'Case',
  paper: 'Paper',
  verify: 'Verify a paper',
  rate: 'Rating',
  deniedTitle: 'Your role cannot open this page',
  deniedText: 'Switch to a role that may, or ask the administrator.',
}

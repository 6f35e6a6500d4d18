import type { CaseTexts } from './case'
import type { Translation } from './messages'

export const caseEn: Translation<CaseTexts> = {
  cases: 'My cases',
  mine: 'My enterprise',
  parentCase: 'Part of a joint case',
  live: 'This page follows the case by itself',
  liveLost: 'Not connected; trying again',
  agentActing: 'You are acting for {name}',
  'tab.progress': 'Progress',
  'tab.days': 'Time limits',
  'tab.materials': 'Materials and form',
  'tab.papers': 'Papers',
  'tab.talk': 'Questions',
  tabs: 'Contents of the case',
  tolerant: 'Accepted with gaps',
  deemed: 'Deemed accepted',
  parts: 'Parts',
  partsWait: 'Parts that wait for you: {n}',
  partsCount: '{n} parts, {done} done',
  colPart: 'Item',
  colDept: 'Department',
  colStatus: 'State',
  colLimit: 'Limit',
}

import { beforeEach, describe, expect, test } from 'vitest'
import type { Case, CaseDetail, CaseEvent, ClockView, PauseView, Step } from '@/api/case'
import { setLang } from '@/i18n'
import { dueLines, nextOf } from './casenext'
import { timelineOf } from './casetimeline'

const names = { dept: (code: string) => ({ SPJ: '行政审批服务局', STHJ: '生态环境局' })[code] ?? code, person: (id: number) => (id === 7 ? '孙晨曦' : '—') }

let seq = 0
function event(verb: string, from: string, to: string, more: Partial<CaseEvent> = {}): CaseEvent {
  seq++
  const at = `2026-03-0${seq}T10:00:00+08:00`
  return { id: seq, seq, code: '', verb, from, to, legalAt: at, recordedAt: at, actorId: 1, actorName: '陈静', actorRole: 'ENTERPRISE', actingFor: '', reason: '', source: 'web', corrects: 0, secondId: 0, stepId: 0, payload: null, ...more }
}
function step(id: number, state: string, more: Partial<Step> = {}): Step {
  return { id, caseId: 1, ord: id, code: `S${id}`, name: ['', '收件受理', '审查', '审定'][id]!, kind: 'REVIEW', deptCode: 'STHJ', role: 'REVIEWER', state, mode: 'ALL', holderId: 0, fromStepId: 0, limitMinutes: 0, assignedAt: null, startedAt: null, doneAt: null, dueAt: null, result: '', remark: '', ...more }
}
function clock(kind: string, more: Partial<ClockView> = {}): ClockView {
  return { kind, state: 'RUNNING', startOn: '2026-03-02', dueOn: '2026-03-30', stoppedOn: null, limit: { value: 20, unit: 'WORKING_DAY' }, used: 5, remaining: 15, overdue: false, overdueDays: 0, planned: false, provisional: false, ...more }
}
function detail(one: Partial<Case>, more: Partial<CaseDetail> = {}): CaseDetail {
  return {
    case: { id: 1, flow: 'PERMIT', status: 'UNDER_REVIEW', deptCode: 'STHJ', dueOn: '2026-03-16', windowDue: '2026-03-06', deliverDue: null, forwardedOn: null, paused: false, deliveredOn: null, endedOn: null, decidedOn: null, ...one } as Case,
    item: { statutoryLimit: { value: 20, unit: 'WORKING_DAY', startsOn: 'ACCEPTED', basis: '行政许可法 art 42(1): 20 wd default' }, acceptanceWindow: { value: 5, unit: 'WORKING_DAY', onDefect: 'CORRECTION', lapse: 'DEEMED_ACCEPTED', basis: '行政许可法 art 32' }, materials: [] } as unknown as CaseDetail['item'],
    clocks: [],
    pauses: [],
    events: [],
    steps: [],
    materials: [],
    files: [],
    verbs: [],
    barred: [],
    names: {},
    lamp: 'GREEN',
    enterprise: '',
    project: null,
    formDefinition: null,
    sibling: false,
    shared: null,
    today: '2026-03-05',
    ...more,
  }
}
beforeEach(async () => {
  seq = 0
  await setLang('zh')
})

describe('the timeline of a case', () => {
  test('tells what was done in words, with the legal date and who did it for whom', () => {
    const events = [event('submit', 'DRAFT', 'SUBMITTED', { actorName: '王晓东', actorRole: 'AGENT', actingFor: '海川装备' }), event('deem_accept', 'SUBMITTED', 'ACCEPTED', { actorName: '', recordedAt: '2026-03-09T08:00:00+08:00' })]
    const [first, second] = timelineOf(detail({ status: 'DELIVERED' }, { events }), names)
    expect(first).toMatchObject({ title: '提交申请', at: '2026-03-01T10:00:00+08:00', who: '王晓东（帮办代办员）', actingFor: '海川装备', state: 'done' })
    expect(second).toMatchObject({ title: '逾期未告知，视为受理', who: '系统自动', text: '2026年3月9日补录' })
  })

  test('leaves out what an office does within itself, and the remarks of its steps', () => {
    const events = [event('edit', 'DRAFT', 'DRAFT'), event('transfer', 'ACCEPTED', 'ACCEPTED'), event('claim', 'ACCEPTED', 'ACCEPTED', { stepId: 2, reason: '内部意见' })]
    const told = timelineOf(detail({ status: 'DELIVERED' }, { events, steps: [step(2, 'DONE')] }), names)
    expect(told.map(({ title, text }) => [title, text])).toEqual([['审查：接办', undefined]])
  })

  test('draws a pause as one, with its span and its article, and a refusal as a bad end', () => {
    const pause = event('start_special', 'UNDER_REVIEW', 'SPECIAL_PROCEDURE', { payload: { pauseReason: 'HEARING', pauseFrom: '2026-03-10', plannedEnd: '2026-03-20', basis: '行政许可法 art 45' } })
    const [still, refused] = timelineOf(detail({ status: 'DELIVERED' }, { events: [pause, event('refuse', 'UNDER_REVIEW', 'REFUSED')] }), names)
    expect(still).toMatchObject({ state: 'pause', text: '听证，2026年3月10日至2026年3月20日，不计入办理时限\n依据：行政许可法第45条' })
    expect(refused!.state).toBe('bad')
  })

  test('ends with where an open case is, who has it and until when, and with the steps to come', () => {
    const steps = [step(1, 'DONE'), step(3, 'WAITING'), step(2, 'IN_PROGRESS', { holderId: 7 })]
    const told = timelineOf(detail({}, { steps }), names)
    expect(told.map(({ title, state, who, note }) => [title, state, who, note])).toEqual([
      ['审查', 'now', '生态环境局 · 孙晨曦', '最迟2026年3月16日'],
      ['审定', 'todo', '生态环境局', undefined],
    ])
  })

  test('waits for the applicant where it has to correct', () => {
    expect(timelineOf(detail({ status: 'CORRECTION_REQUIRED' }), names).map(({ title, state }) => [title, state])).toEqual([['等待您办理', 'now']])
  })

  test('is told in English where English is shown', async () => {
    await setLang('en')
    expect(timelineOf(detail({ status: 'DELIVERED' }, { events: [event('submit', 'DRAFT', 'SUBMITTED')] }), names)[0]).toMatchObject({ title: 'Handed in', who: '陈静 (Enterprise)' })
  })
})

describe('what is next', () => {
  test.each([
    ['SUBMITTED', 'PERMIT', '窗口审查申请材料', 'office', '2026-03-06'],
    ['CORRECTION_REQUIRED', 'PERMIT', '请您补正材料', 'you', null],
    ['DELIVERED', 'PERMIT', '已办结', 'nobody', null],
    ['SUBMITTED', 'FILING', '备案机关核对信息', 'office', '2026-03-06'],
    ['FILED', 'FILING', '已备案', 'nobody', null],
    ['CONNECTED', 'SERVICE', '已接通，请您确认', 'you', null],
    ['IN_PROGRESS', 'COMPOSITE', '各部分分别办理', 'office', null],
  ])('of a case that is %s (%s): %s, with %s', (status, flow, title, whose, by) => {
    expect(nextOf(detail({ status, flow }), names)).toMatchObject({ title, with: whose, by })
  })

  test('of a review is its step, its department and its person', () => {
    expect(nextOf(detail({}, { steps: [step(2, 'IN_PROGRESS', { holderId: 7 })] }), names)).toMatchObject({ title: '审查', dept: '生态环境局', person: '孙晨曦', by: '2026-03-16' })
  })

  test('of a paused case names the pause and no day by which the office must act', () => {
    const pauses: PauseView[] = [{ seq: 1, reason: 'EXPERT_REVIEW', from: '2026-03-03', plannedEnd: '2026-03-13', end: null, basis: '', by: '' }]
    const next = nextOf(detail({ status: 'SPECIAL_PROCEDURE', paused: true }, { pauses }), names)
    expect(next).toMatchObject({ title: '专家评审进行中，时限暂停', by: null })
    expect(next.text).toContain('预计2026年3月13日结束')
  })

  test('of a forwarded case lies with the higher authority', () => {
    expect(nextOf(detail({ forwardedOn: '2026-03-04' }), names)).toMatchObject({ title: '上级机关办理', with: 'upper', by: null })
  })

  test('says that silence counts as acceptance only where the law says so', () => {
    const silent = detail({ status: 'SUBMITTED' })
    expect(nextOf(silent, names).text).toContain('即为受理')
    silent.item.acceptanceWindow!.lapse = 'ALERT'
    expect(nextOf(silent, names).text).not.toContain('即为受理')
  })
})

describe('the due dates', () => {
  test('come with the promised one first, each with its start, its length and its article', () => {
    const [promised, legal] = dueLines(detail({}, { clocks: [clock('L'), clock('P', { limit: { value: 10, unit: 'WORKING_DAY' }, dueOn: '2026-03-16' })] }))
    expect(promised).toMatchObject({ kind: 'P', date: '2026-03-16', standing: '剩 15 个工作日', why: ['受理日（2026年3月2日）的次日起 10 个工作日', '本县承诺，短于法定时限'] })
    expect(legal).toMatchObject({ kind: 'L', why: ['受理日（2026年3月2日）的次日起 20 个工作日', '行政许可法第42条第1款'] })
  })

  test('say what was extended, what is not counted and what rests on an unpublished year', () => {
    const events = [event('extend', 'UNDER_REVIEW', 'UNDER_REVIEW', { payload: { extend: { value: 10, unit: 'WORKING_DAY' } } })]
    const pauses: PauseView[] = [{ seq: 1, reason: 'HEARING', from: '2026-03-03', plannedEnd: '2026-03-13', end: '2026-03-12', basis: '', by: '' }]
    const [line] = dueLines(detail({}, { clocks: [clock('L', { provisional: true, needsYear: 2027 })], events, pauses }))
    expect(line!.why.slice(2)).toEqual(['经批准延长 10 个工作日', '特别程序所需时间不计入', '2027年放假安排尚未公布，日期为暂定'])
  })

  test.each([
    [{ remaining: 0 }, '今日到期', 'blue'],
    [{ overdue: true, overdueDays: 3 }, '超时 3 个工作日', 'red'],
    [{ state: 'STOPPED', stoppedOn: '2026-03-09' }, '2026年3月9日完成，用时 5 个工作日', 'green'],
    [{ state: 'STOPPED', stoppedOn: '2026-04-01', overdue: true, overdueDays: 2 }, '2026年4月1日完成，超时 2 个工作日', 'red'],
    [{ state: 'PAUSED' }, '暂停 · 剩 15 个工作日', 'grey'],
  ])('a clock %o stands: %s', (more, standing, tone) => {
    expect(dueLines(detail({}, { clocks: [clock('L', more)] }))[0]).toMatchObject({ standing, tone })
  })

  test('leave out a clock without a limit and the steps of the office', () => {
    expect(dueLines(detail({}, { clocks: [clock('L', { limit: { value: 0, unit: 'NONE' } }), clock('S')] }))).toEqual([])
  })
})

test('A change of the calendar tells of every date that it moved', () => {
  setLang('zh')
  const moved = [{ clock: 'L', old: '2026-03-30', new: '2026-03-31' }, { clock: 'P', old: '2026-03-23', new: '2026-03-24' }]
  const lines = timelineOf(detail({}, { events: [event('calendar_moved', 'UNDER_REVIEW', 'UNDER_REVIEW', { payload: { oldDue: '2026-03-30', newDue: '2026-03-31', moved } })] }), names)
  const text = JSON.stringify(lines)
  expect(text).toContain('法定办结日期由2026年3月30日改为2026年3月31日')
  expect(text).toContain('承诺办结日期由2026年3月23日改为2026年3月24日')
  expect(text).not.toContain('到期日由')
})

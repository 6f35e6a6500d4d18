import { describe, expect, test } from 'vitest'
import type { CaseDetail, CaseMaterial, Step } from '@/api/case'
import { deskEn } from '@/i18n/desk.en'
import { deskZh } from '@/i18n/desk.zh'
import { checkDraft, inputOf, pathInDialog, proofOf } from './check'
import { defectsOf, hasNewDefect, newDraft } from './draft'
import { barOf, barred, moves, offered, specFor } from './spec'
import { backTo, checkStep, newStepDraft, stepInput, stepVerbs } from './stepspec'

function material(code: string, more: Partial<CaseMaterial> = {}): CaseMaterial {
  const blank = { id: 1, heldBy: '', defect: '', howTo: '', basis: '', notedRound: 0, expiresOn: null, checkedBy: 0, checkedAt: null, paperForm: '', paperCopies: 0, paperPages: 0 }
  return { ...blank, code, name: `材料${code}`, required: true, mayFollow: false, state: 'HANDED_IN', ...more }
}
function detail(more: object = {}, one: object = {}, item: object = {}): CaseDetail {
  return {
    case: { id: 7, version: 3, flow: 'PERMIT', status: 'SUBMITTED', round: 1, tolerant: false, gapClosedOn: null, forwardedOn: null, paused: false, ...one },
    item: { countyRole: 'DECIDE', legalBasis: ['某法第十条'], excluded: [], suspend: [], extension: null, licence: null, resultDocument: '', ...item },
    enterprise: '某公司',
    materials: [material('M1', { state: 'MISSING' }), material('M2')],
    steps: [],
    events: [],
    pauses: [],
    verbs: [],
    barred: [],
    today: '2026-03-02',
    ...more,
  } as unknown as CaseDetail
}
const paths = (errors: { path: string }[]) => errors.map(({ path }) => path)

describe('the one-time notice', () => {
  test('ticks what is missing beforehand, with its words and its law', () => {
    const [missing, there, form] = defectsOf(detail())
    expect(missing).toMatchObject({ on: true, material: 'M1', basis: '某法第十条' })
    expect(missing!.problem).toContain('材料M1')
    expect(there!.on).toBe(false)
    expect(form).toMatchObject({ on: false, material: '' })
  })
  test('asks for each chosen line what the law asks for', () => {
    const seen = detail()
    const draft = newDraft(seen)
    draft.defects[1]!.on = true
    draft.defects[1]!.basis = ''
    expect(paths(checkDraft(specFor('require_correction', seen), draft, seen))).toEqual(['defects.1.problem', 'defects.1.basis', 'defects.1.howTo'])
  })
  test('needs an approval for a defect that the first notice did not tell', () => {
    const told = { code: 'T03', payload: { defects: [{ material: 'M1' }] } }
    const seen = detail({ events: [told] }, { round: 2 })
    const draft = newDraft(seen)
    expect(hasNewDefect(draft, seen)).toBe(false)
    Object.assign(draft.defects[1]!, { on: true, problem: '旧版', howTo: '换新版' })
    expect(paths(checkDraft(specFor('require_correction', seen), draft, seen))).toEqual(['newDefect'])
    draft.newDefect = true
    expect(inputOf(specFor('require_correction', seen), draft, 3, seen)).toMatchObject({ version: 3, newDefect: true, defects: [{ material: 'M1' }, { material: 'M2' }] })
  })
  test('leads an error of the server to the line that was sent', () => {
    const draft = newDraft(detail())
    draft.defects[0]!.on = false
    draft.defects[1]!.on = true
    expect(pathInDialog('defects.0.howTo', draft)).toBe('defects.1.howTo')
  })
})

describe('what a desk offers', () => {
  const verbs = ['withdraw', 'accept', 'forward', 'close_gap', 'submit']
  test.each([
    ['an item decided here, without a gap', {}, {}, ['accept', 'withdraw']],
    ['an item decided above', {}, { countyRole: 'RELAY' }, ['accept', 'forward', 'withdraw']],
    ['an open gap', { tolerant: true }, {}, ['accept', 'close_gap', 'withdraw']],
  ])('%s', (_, one, item, wanted) => {
    expect(offered(detail({ verbs }, one, item)).map(({ verb }) => verb)).toEqual(wanted)
  })
  test('records the decision of the upper body instead of writing one', () => {
    expect(specFor('approve', detail({}, {}, { countyRole: 'RELAY' }))).toMatchObject({ parts: ['upper', 'grant'], paper: undefined })
    expect(specFor('finish', detail({}, { flow: 'TASK' }, { countyRole: 'RELAY' })).parts).toEqual(['upper'])
    expect(specFor('finish', detail({}, { flow: 'TASK' })).parts).toEqual([])
  })
})

test('each paper that a move writes has a name in both languages', () => {
  const papers = moves.flatMap(({ paper }) => (paper ? [`paper.${paper}`] : []))
  expect(papers.length).toBeGreaterThan(20)
  expect(papers.filter((key) => !(key in deskZh) || !(key in deskEn))).toEqual([])
})

test.each([
  ['a hearing without its chair', 'start_special', { pauseReason: 'HEARING', plannedEnd: '2026-03-06', reason: '依法听证' }, ['pause.chairId']],
  ['a procedure that ends before it begins', 'start_special', { pauseReason: 'TESTING', from: '2026-03-05', plannedEnd: '2026-03-04', reason: '检测' }, ['pause.plannedEnd']],
  ['a mailed decision without its number', 'deliver', { how: 'MAIL' }, ['delivery.proof']],
  ['a paper left at a place without a witness', 'deliver', { how: 'LEFT', recipient: '陈静', proof: '拒收' }, ['delivery.place', 'delivery.witnesses']],
  ['a refusal without its grounds', 'refuse', { reason: '不符合' }, ['decision.findings', 'decision.articles']],
  ['a late record of today', 'accept', { late: true, lateOn: '2026-03-02', lateSecond: 4, latePaper: '回执' }, ['proof.at']],
])('%s is not sent', (_, verb, typed, wanted) => {
  const seen = detail()
  expect(paths(checkDraft(specFor(verb, seen), Object.assign(newDraft(seen), typed), seen))).toEqual(wanted)
})

describe('what a desk cannot do', () => {
  const step = (more: object) => [{ id: 1, ord: 2, kind: 'REVIEW', name: '审查', mode: 'ALL', state: 'ASSIGNED', holderId: 0, ...more }]
  test.each([
    ['a review is open', 'approve', { steps: step({}) }, {}, {}, 'STEPS'],
    ['one of two parallel reviews is left', 'refuse', { steps: step({ state: 'WAITING' }) }, {}, {}, 'STEPS'],
    ['the person reviewed it', 'approve', {}, { reviewerId: 9 }, {}, 'REVIEWED'],
    ['a material is owed', 'approve', {}, { tolerant: true }, {}, 'GAP'],
    ['the promise still runs', 'terminate_gap', {}, { tolerant: true, gapDue: '2026-03-02' }, {}, 'GAP_RUNS'],
    ['it was extended', 'extend', { events: [{ code: 'T14' }] }, {}, { extension: { times: 1 } }, 'EXTENDED'],
    ['the city decides', 'approve', {}, {}, { countyRole: 'RELAY' }, 'FORWARD'],
    ['the certificate is not made', 'deliver', {}, { status: 'APPROVED' }, { resultDocument: '证' }, 'CERTIFICATE_FIRST'],
    ['the city ends a task', 'finish', {}, { flow: 'TASK' }, { countyRole: 'RELAY' }, 'FORWARD'],
    ['the county decides', 'forward', {}, {}, {}, 'HERE'],
  ])('when %s, %s says why', (_, verb, more, one, item, why) => {
    expect(barOf(verb, detail(more, one, item), 9)?.why).toBe(why)
    expect(offered(detail({ ...more, verbs: [verb] }, one, item), 9)).toEqual([])
    expect(barred(detail({ ...more, verbs: [verb] }, one, item), 9).map((bar) => bar.verb)).toEqual([verb])
  })
  test('lets one of an either-or pair do, and the promise end after its day', () => {
    expect(barOf('approve', detail({ steps: step({ mode: 'ANY' }) }), 9)).toBeUndefined()
    expect(barOf('terminate_gap', detail({}, { tolerant: true, gapDue: '2026-03-01' }), 9)).toBeUndefined()
  })
  test('names who does what its own post may not', () => {
    const told = [{ verb: 'accept', why: 'ROLE', roles: ['WINDOW'] }, { verb: 'resubmit', why: 'ROLE', roles: ['ENTERPRISE'] }]
    expect(barred(detail({ barred: told }))).toEqual([told[0]])
  })
})

test('a late record is dated in Shanghai', () => {
  const draft = Object.assign(newDraft(detail()), { lateOn: '2026-02-27', lateAt: '09:30', lateSecond: 4, latePaper: ' 回执 ' })
  expect(proofOf(draft)).toEqual({ at: '2026-02-27T09:30:00+08:00', secondId: 4, fileId: 0, paper: '回执' })
})

describe('the verbs of a step', () => {
  const me = { userId: 5, forUserId: 0, role: 'REVIEWER', dept: 'ZJJ' }
  const step = (more: object) => ({ id: 2, code: 'S2', ord: 2, kind: 'REVIEW', deptCode: 'ZJJ', role: 'REVIEWER', state: 'ASSIGNED', holderId: 0, fromStepId: 0, startedAt: null, ...more }) as Step
  test.each([
    ['at my desk', {}, 'claim'],
    ['in my hands', { state: 'IN_PROGRESS', holderId: 5 }, 'done'],
    ['in another’s hands', { state: 'IN_PROGRESS', holderId: 6 }, 'remind'],
    ['done by me, the next not begun', { state: 'DONE', holderId: 5 }, 'recall'],
  ])('%s', (_, more, first) => {
    expect(stepVerbs(step(more), detail(), me)[0]).toBe(first)
  })
  test('go back to done steps alone, never to the window', () => {
    const all = [step({ id: 1, ord: 1, kind: 'RECEIVE', state: 'DONE' }), step({ id: 2, ord: 2, state: 'DONE' }), step({ id: 3, ord: 3 })]
    expect(backTo(all[2]!, all).map(({ id }) => id)).toEqual([2])
  })
  test('ask for reasons where one objects', () => {
    const one = step({ state: 'IN_PROGRESS', holderId: 5 })
    const draft = { ...newStepDraft(one, me), result: 'OBJECT' }
    expect(paths(checkStep('done', one, draft))).toEqual(['remark'])
    expect(stepInput('done', one, { ...draft, remark: ' 缺图 ' }, 3)).toEqual({ version: 3, remark: '缺图', result: 'OBJECT' })
  })
})

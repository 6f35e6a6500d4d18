import { expect, test } from 'vitest'
import { emptyNotice, noticeOf, typedDates } from './noticeform'

test('dates are read in any usual form, and what is no date is told', () => {
  expect(typedDates('2027-02-14、2027年2月20日，20270227')).toEqual({ dates: ['2027-02-14', '2027-02-20', '2027-02-27'], wrong: [] })
  expect(typedDates('2月14日, 2027-02-30').wrong).toEqual(['2月14日', '2027-02-30'])
  expect(typedDates('')).toEqual({ dates: [], wrong: [] })
})

test('a stretch of days off and its make-up days become days in order', () => {
  const form = emptyNotice(2027)
  form.number = ' 国办发明电〔2026〕7号 '
  form.issued = '2026-11-04'
  form.festivals = [
    { name: '劳动节', from: '2027-05-01', to: '2027-05-03', makeups: '2027-04-25' },
    { name: '元旦', from: '2027-01-01', to: '2027-01-01', makeups: '' },
  ]
  const { notice, faults } = noticeOf(form)
  expect(faults).toEqual([])
  expect(notice?.number).toBe('国办发明电〔2026〕7号')
  expect(notice?.days.map(({ date, kind }) => `${date} ${kind}`)).toEqual([
    '2027-01-01 HOLIDAY',
    '2027-04-25 MAKEUP',
    '2027-05-01 HOLIDAY',
    '2027-05-02 HOLIDAY',
    '2027-05-03 HOLIDAY',
  ])
})

test('a form with slips gives no notice, and each slip has its field', () => {
  const form = emptyNotice(2027)
  form.year = '二〇二七'
  form.festivals = [
    { name: '', from: '2027-01-01', to: '2026-12-31', makeups: '' },
    { name: '春节', from: '2027-02-06', to: '初六', makeups: '2027-02-14、？' },
    { name: '清明节', from: '2027-04-03', to: '2028-04-05', makeups: '' },
  ]
  const { notice, faults } = noticeOf(form)
  expect(notice).toBeUndefined()
  expect(faults.map(({ path, kind }) => `${path} ${kind}`)).toEqual(['year year', 'name.0 name', 'to.0 order', 'to.1 date', 'makeups.1 makeup', 'to.2 order'])
})

test('an empty form asks for every festival of the law', () => {
  const { faults } = noticeOf(emptyNotice(2027))
  expect(faults.filter(({ kind }) => kind === 'date')).toHaveLength(14)
})

import type { CalendarNotice, NoticeDay } from '@/api/calendar'
import { addDays, parseDate } from '@/kit/date'

/** One festival as a notice words it: days off in one stretch, and the weekend days worked for it. */
export interface Festival {
  name: string
  from: string
  to: string
  /** Dates as typed, with 、 or commas between. */
  makeups: string
}

export interface NoticeForm {
  year: number | string | null
  number: string
  issued: string
  festivals: Festival[]
}

/** What is wrong with a form, by field: `year`, `name.0`, `date.0`, `order.0`, `makeup.0` with the text. */
export interface FormFault {
  path: string
  kind: 'year' | 'name' | 'date' | 'order' | 'makeup'
  at: number
  text?: string
}

/** The festivals of 全国年节及纪念日放假办法 art 2, in the order of the year. */
const statutory = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节']

export function emptyNotice(year: number): NoticeForm {
  return { year, number: '', issued: '', festivals: statutory.map((name) => ({ name, from: '', to: '', makeups: '' })) }
}

/** The dates of a typed list. Commas, 、, ; and line breaks part them; a date may hold spaces. */
export function typedDates(text: string): { dates: string[]; wrong: string[] } {
  const parts = text.split(/[、，,；;\n]+/).map((part) => part.trim()).filter(Boolean)
  const dates: string[] = []
  const wrong: string[] = []
  for (const part of parts) {
    const date = parseDate(part)
    if (date) dates.push(date)
    else wrong.push(part)
  }
  return { dates, wrong }
}

function daysOf(festival: Festival): NoticeDay[] {
  const { name, from, to, makeups } = festival
  const days: NoticeDay[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) days.push({ date, kind: 'HOLIDAY', name: name.trim() })
  for (const date of typedDates(makeups).dates) days.push({ date, kind: 'MAKEUP', name: name.trim() })
  return days
}

const longest = 31 // days off in one stretch; more is a slip of the keyboard

function faultsOf(festival: Festival, at: number): FormFault[] {
  const faults: FormFault[] = []
  const { from, to } = festival
  if (!festival.name.trim()) faults.push({ path: `name.${at}`, kind: 'name', at })
  const fromOk = parseDate(from) === from
  const toOk = parseDate(to) === to
  if (!fromOk) faults.push({ path: `from.${at}`, kind: 'date', at })
  if (!toOk) faults.push({ path: `to.${at}`, kind: 'date', at })
  if (fromOk && toOk && (to < from || addDays(from, longest) < to)) faults.push({ path: `to.${at}`, kind: 'order', at })
  for (const text of typedDates(festival.makeups).wrong) faults.push({ path: `makeups.${at}`, kind: 'makeup', at, text })
  return faults
}

/** The notice that a form says, in the order of its days; or what is wrong with the form. The law's own checks are the server's. */
export function noticeOf(form: NoticeForm): { notice?: CalendarNotice; faults: FormFault[] } {
  const faults = form.festivals.flatMap(faultsOf)
  const year = typeof form.year === 'number' && /^\d{4}$/.test(String(form.year)) ? form.year : undefined
  if (!year) faults.unshift({ path: 'year', kind: 'year', at: 0 })
  if (!year || faults.length) return { faults }
  const days = form.festivals.flatMap(daysOf).sort((a, b) => a.date.localeCompare(b.date))
  return { notice: { year, number: form.number.trim(), issued: form.issued || null, days }, faults }
}

import { addDays } from '@/kit/date'
import type { ClockDay } from '@/kit/ledger'
import type { PaperBlock } from '@/kit/PaperSheet.vue'

/** What the gallery shows the kit with. None of it is in the built application. */

const holidays: Record<string, string> = Object.fromEntries(
  Array.from({ length: 7 }, (_, i) => [addDays('2026-10-01', i), '国庆节']),
)
const makeup: Record<string, string> = { '2026-09-20': '国庆节调休', '2026-10-10': '国庆节调休' }

/** A 20-working-day clock from 2026-09-14 with an expert review in it, as the API would write it. */
export function clockDays(): ClockDay[] {
  const days: ClockDay[] = []
  let n = 0
  for (let date = '2026-09-14'; n < 20; date = addDays(date, 1)) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
    const rest = weekday === 0 || weekday === 6
    const kind = holidays[date] ? 'HOLIDAY' : makeup[date] ? 'MAKEUP' : rest ? 'WEEKEND' : 'WEEKDAY'
    const start = date === '2026-09-14'
    const paused = date >= '2026-09-21' && date <= '2026-09-25'
    const counted = !start && !paused && (kind === 'WEEKDAY' || kind === 'MAKEUP')
    if (counted) n++
    days.push({
      date,
      kind,
      start,
      counted,
      n,
      ...(holidays[date] || makeup[date]
        ? { name: holidays[date] ?? makeup[date]!, source: '国办发明电〔2025〕7号' }
        : {}),
      ...(paused ? { pausedFor: 'EXPERT_REVIEW', pausedBy: '张三', basis: '行政许可法第四十五条' } : {}),
    })
  }
  return days
}

export const paper: PaperBlock[] = [
  { kind: 'title', text: '受理通知书' },
  { kind: 'number', text: '示审受〔2026〕17号' },
  { kind: 'recipient', text: '华源新材料（示范）有限公司：' },
  {
    kind: 'para',
    text: '你（单位）于2026年9月14日提出的建设工程规划许可申请（申请编号140999-20260914-000017-7），材料齐全、符合法定形式，依据《中华人民共和国行政许可法》第三十二条第一款第五项，决定自2026年9月14日起受理。',
  },
  { kind: 'para', text: '法定办理期限20个工作日，自受理之日起算；专家评审所需时间不计入上述期限，将另行书面告知。' },
  {
    kind: 'table',
    head: ['期限', '时长', '到期日'],
    rows: [
      ['法定', '20个工作日', '2026年10月22日'],
      ['承诺', '10个工作日', '2026年10月13日'],
    ],
  },
  { kind: 'list', items: ['请凭申请编号与查询码查询办理进度。', '本次办理不收取费用。'] },
  { kind: 'sign', signer: '示范县行政审批服务管理局', seal: '受理专用章', text: '2026年9月14日' },
  { kind: 'note', text: '联系人：李晓梅　电话：0350-3030000　地址：示范县政务服务中心二楼 12 号窗口' },
  { kind: 'qr', text: '/verify/7K3M9QXA?h=5f2c' },
]

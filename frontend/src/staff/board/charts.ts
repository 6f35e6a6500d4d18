import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export type Chart = ReturnType<typeof echarts.init>
type Option = Parameters<Chart['setOption']>[0]

/** Draws as SVG; without animation, since the content security policy lets no style sheet be made. */
export function draw(box: HTMLElement): Chart {
  return echarts.init(box, undefined, { renderer: 'svg' })
}

export interface Look {
  text: string
  muted: string
  line: string
  surface: string
  font: string
  size: number
}

/** The page's own colours and size, so that the charts follow dark mode and large print. */
export function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  return {
    text: colour('--text'),
    muted: colour('--muted'),
    line: colour('--line'),
    surface: colour('--surface'),
    font: style.fontFamily,
    size: Math.round(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * Number.parseFloat(colour('--fs-s') || '0.8125')),
  }
}

function base(look: Look): Option {
  return {
    animation: false,
    textStyle: { fontFamily: look.font, fontSize: look.size, color: look.text },
    // Drawn in the picture: a tooltip of HTML would need styles of its own.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: look.surface,
      borderColor: look.line,
      textStyle: { color: look.text, fontSize: look.size, fontFamily: look.font },
    },
  }
}

export interface TrendPoint {
  name: string
  decided: number
  median: number | null
}

/** Cases decided as bars and the median time as a line, by month. */
export function trendOption(points: TrendPoint[], names: { decided: string; median: string }, look: Look): Option {
  const label = { color: look.muted, fontSize: look.size }
  const value = { type: 'value' as const, minInterval: 1, axisLabel: label, splitLine: { lineStyle: { color: look.line } } }
  return {
    ...base(look),
    legend: { top: 0, textStyle: { color: look.text, fontSize: look.size }, itemGap: 20 },
    grid: { left: 4, right: 4, top: look.size * 2.8, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: points.map(({ name }) => name), axisLabel: label, axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } } },
    yAxis: [value, { ...value, splitLine: { show: false } }],
    series: [
      { type: 'bar', name: names.decided, data: points.map(({ decided }) => decided), barMaxWidth: 22, itemStyle: { color: '#1f66c9', borderRadius: [3, 3, 0, 0] } },
      { type: 'line', name: names.median, yAxisIndex: 1, data: points.map(({ median }) => median), symbol: 'circle', symbolSize: 7, itemStyle: { color: '#d98e04' }, lineStyle: { width: 2 } },
    ],
  }
}

export interface Rank {
  name: string
  /** Percent. */
  rate: number
}

/** A share by department, the best first. */
export function rankOption(ranks: Rank[], look: Look): Option {
  const colour = (rate: number) => (rate >= 95 ? '#1f66c9' : rate >= 85 ? '#d98e04' : '#c7392d')
  return {
    ...base(look),
    tooltip: { show: false },
    grid: { left: 4, right: look.size * 4, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', max: 100, axisLabel: { color: look.muted, fontSize: look.size }, splitLine: { lineStyle: { color: look.line } } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: ranks.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: { color: look.text, fontSize: look.size, width: look.size * 10, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 14,
        data: ranks.map(({ rate }) => ({ value: rate, itemStyle: { color: colour(rate), borderRadius: [0, 3, 3, 0] } })),
        label: { show: true, position: 'right', formatter: '{c}%', color: look.text, fontSize: look.size },
      },
    ],
  }
}

import type { DayReport } from '../../backtest/report.ts'
import { type Area, fixed, roundScale, valueAxis } from '../page/axis.ts'
import { count, plain } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'

const AREA: Area = { left: 48, top: 10, width: 940, height: 170 }
const LABELS_MAX = 8

/** Reviews and blocks of each day, one on the other. Days without a payment leave a gap. */
export function dayPlot(days: readonly DayReport[]): Markup {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return markup``
  const dayOf = ({ day }: DayReport) => Date.parse(day) / 86_400_000
  const span = dayOf(last) - dayOf(first) + 1
  const { max, step } = roundScale(Math.max(...days.map(({ review, block }) => review + block)))
  const slot = AREA.width / span
  const high = (value: number) => fixed((AREA.height * value) / max)
  const bottom = AREA.top + AREA.height
  const bars = days.map(day => {
    const x = fixed(AREA.left + slot * (dayOf(day) - dayOf(first)) + slot * 0.1)
    const width = Math.max(0.5, fixed(Math.min(40, slot * 0.8)))
    const [block, review] = [high(day.block), high(day.review)]
    const title = `${day.day}: ${count(day.review)} reviews, ${count(day.block)} blocks of ${count(day.payments)} payments`
    return markup`<g><title>${title}</title><rect class="block" x="${x}" y="${fixed(bottom - block)}" width="${width}" height="${block}"/><rect class="review" x="${x}" y="${fixed(bottom - block - review)}" width="${width}" height="${review}"/></g>`
  })
  const every = Math.ceil(days.length / LABELS_MAX)
  const names = days
    .filter((_, at) => at % every === 0)
    .map(day => {
      const x = fixed(AREA.left + slot * (dayOf(day) - dayOf(first)))
      return markup`<text x="${x}" y="${bottom + 16}">${day.day}</text>`
    })
  return markup`<svg viewBox="0 0 1000 205" role="img" aria-label="Reviews and blocks a day">${valueAxis(AREA, max, step, plain)}${bars}${names}</svg>`
}

import type { Section } from '../../reports/report.ts'
import { type Area, fixed, roundScale, valueAxis } from '../page/axis.ts'
import { plain } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'

const AREA: Area = { left: 48, top: 10, width: 930, height: 160 }
const LABELS_MAX = 8
const BARS = [
  { column: 'opened', kind: 'review' },
  { column: 'closed', kind: 'good' },
  { column: 'chargebacks', kind: 'bad' },
]

/** Cases opened and closed, and what was charged back, side by side for each day. */
export function daysPlot({ columns, rows }: Section): Markup {
  if (rows.length < 2) return markup``
  const read = (row: Section['rows'][number], name: string) =>
    Number(row[columns.findIndex(each => each.name === name)])
  const title = (name: string) => columns.find(each => each.name === name)!.title
  const { max, step } = roundScale(Math.max(...rows.flatMap(row => BARS.map(({ column }) => read(row, column)))))
  const slot = AREA.width / rows.length
  const width = fixed(Math.min(18, (slot * 0.8) / BARS.length))
  const bottom = AREA.top + AREA.height
  const drawn = rows.map((row, at) =>
    BARS.map(({ column, kind }, bar) => {
      const height = fixed((AREA.height * read(row, column)) / max)
      const x = fixed(AREA.left + slot * (at + 0.5) + (bar - BARS.length / 2) * width)
      return markup`<rect class="${kind}" x="${x}" y="${fixed(bottom - height)}" width="${width}" height="${height}"><title>${row[0] ?? ''}: ${title(column)} ${plain(read(row, column))}</title></rect>`
    }),
  )
  const every = Math.ceil(rows.length / LABELS_MAX)
  const names = rows.map((row, at) =>
    at % every === 0
      ? markup`<text x="${fixed(AREA.left + slot * (at + 0.5))}" y="${bottom + 16}" text-anchor="middle">${row[0] ?? ''}</text>`
      : markup``,
  )
  const keys = BARS.map(({ column, kind }) => markup`<span class="key ${kind}"></span>${title(column)}`)
  return markup`<p class="faint">${keys}</p><svg viewBox="0 0 1000 200" role="img" aria-label="Cases and chargebacks a day">${valueAxis(AREA, max, step, plain)}${drawn}${names}</svg>`
}

import type { Section } from '../../reports/report.ts'
import { fixed } from '../page/axis.ts'
import { count } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'

const ROW = 22
const LEFT = 280
const WIDTH = 620
const ROWS_MAX = 10

/** The number of each row as a bar; a row is named by its texts. */
export function barsPlot({ title, columns, rows }: Section): Markup {
  const numberAt = columns.findIndex(({ name }) => name === 'number')
  const shown = rows.slice(0, ROWS_MAX).map(row => ({
    called: row.filter((_, at) => columns[at]!.unit === 'text').join(': '),
    number: Number(row[numberAt]),
  }))
  const max = Math.max(1, ...shown.map(({ number }) => number))
  const bars = shown.map(({ called, number }, at) => {
    const y = at * ROW + 4
    const width = fixed((WIDTH * number) / max)
    return markup`<g><title>${called}: ${count(number)}</title><text class="name" x="${LEFT - 8}" y="${y + 11}" text-anchor="end">${called.slice(0, 44)}</text><rect class="good" x="${LEFT}" y="${y}" width="${width}" height="${ROW - 8}"/><text x="${fixed(LEFT + width + 6)}" y="${y + 11}">${count(number)}</text></g>`
  })
  return markup`<svg viewBox="0 0 1000 ${shown.length * ROW + 8}" role="img" aria-label="${title}">${bars}</svg>`
}

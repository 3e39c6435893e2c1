import { fixed } from '../page/axis.ts'
import { count, percent } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'

const RULES_MAX = 40
const LEFT = 220
const TOP = 18
const WIDTH = 760

/** A square for each pair: how much of the row's hits the column's rule has too. The darker, the more. */
export function overlapPlot(named: readonly { rule: string }[], overlap: readonly (readonly number[])[]): Markup {
  const own = (at: number) => overlap[at]![at]!
  const order = named
    .map((_, at) => at)
    .filter(at => own(at) > 0)
    .sort((a, b) => own(b) - own(a))
    .slice(0, RULES_MAX)
  if (order.length < 2) return markup``
  const side = Math.min(24, WIDTH / order.length)
  const rows = order.map((row, y) => {
    const top = fixed(TOP + y * side)
    const cells = order.map((column, x) => {
      const both = overlap[row]![column]!
      const part = both / own(row)
      const title = `${named[row]!.rule} and ${named[column]!.rule}: ${count(both)} payments, ${percent(part)} of the first`
      return markup`<rect class="heat" x="${fixed(LEFT + x * side)}" y="${top}" width="${fixed(side)}" height="${fixed(side)}" fill-opacity="${row === column ? 0.06 : fixed(part * 100) / 100}"><title>${title}</title></rect>`
    })
    return markup`<text class="name" x="${LEFT - 8}" y="${fixed(top + side * 0.7)}" text-anchor="end">${y + 1} ${named[row]!.rule}</text>${cells}`
  })
  const heads = order.map(
    (_, x) => markup`<text x="${fixed(LEFT + (x + 0.5) * side)}" y="${TOP - 5}" text-anchor="middle">${x + 1}</text>`,
  )
  return markup`<svg viewBox="0 0 1000 ${fixed(TOP + order.length * side + 6)}" role="img" aria-label="Overlap of rules">${heads}${rows}</svg>`
}

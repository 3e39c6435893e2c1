import type { RuleReport } from '../../backtest/report.ts'
import { fixed } from '../page/axis.ts'
import { count, percent } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'

const ROW = 22
const LEFT = 250
const WIDTH = 620

/** What each rule hits, the bad before the good before what nobody knows. */
export function rulePlot(rules: readonly RuleReport[]): Markup {
  const hit = rules.filter(({ hits }) => hits.payments > 0)
  const max = Math.max(1, ...hit.map(({ hits }) => hits.payments))
  const rows = hit.map(({ rule, hits, truths, precision }, at) => {
    const y = at * ROW + 4
    const parts = [
      { kind: 'bad', payments: truths.fraud + truths.abuse },
      { kind: 'good', payments: truths.legit },
      { kind: 'plain', payments: truths.unknown },
    ]
    let x = LEFT
    const bars = parts.map(({ kind, payments }) => {
      const width = fixed((WIDTH * payments) / max)
      const bar = markup`<rect class="${kind}" x="${fixed(x)}" y="${y}" width="${width}" height="${ROW - 8}"/>`
      x += width
      return bar
    })
    const said = precision === null ? count(hits.payments) : `${count(hits.payments)}, ${percent(precision)}`
    return markup`<g><title>${rule}: ${count(truths.fraud + truths.abuse)} bad, ${count(truths.legit)} good, ${count(truths.unknown)} unknown</title><text class="name" x="${LEFT - 8}" y="${y + 11}" text-anchor="end">${rule}</text>${bars}<text x="${fixed(x + 6)}" y="${y + 11}">${said}</text></g>`
  })
  return markup`<svg viewBox="0 0 1000 ${hit.length * ROW + 8}" role="img" aria-label="Hits by rule">${rows}</svg>`
}

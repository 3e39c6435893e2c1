import type { SweepReport } from '../../backtest/report.ts'
import { count, percent, perDay, plain } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'
import { sweepPlot } from './sweep-plot.ts'

/** Plots of what the number does to the rule and to the whole, and the figures. */
export function sweepSection({ rule, mode, line, current, points }: SweepReport, isLabelled: boolean): Markup {
  const values = points.map(({ value }) => value)
  const asPercent = (share: number) => `${Math.round(100 * share)} %`
  const shares = isLabelled
    ? markup`<h3>Precision and recall of the rule</h3><p class="faint"><span class="key one"></span>precision<span class="key two"></span>recall</p>${sweepPlot(
        'Precision and recall of the rule',
        {
          values,
          current,
          max: 1,
          write: asPercent,
          curves: [
            { kind: 'one', ys: points.map(({ precision }) => precision) },
            { kind: 'two', ys: points.map(({ recall }) => recall) },
          ],
        },
      )}`
    : ''
  const hits = sweepPlot('Hits of the rule', {
    values,
    current,
    write: plain,
    curves: [{ kind: 'one', ys: points.map(each => each.hits.payments) }],
  })
  const perDays = sweepPlot('Reviews and blocks a day', {
    values,
    current,
    write: plain,
    curves: [
      { kind: 'one', ys: points.map(({ overall }) => overall.reviewsPerDay) },
      { kind: 'two', ys: points.map(({ overall }) => overall.blocksPerDay) },
    ],
  })
  const shadow = mode === 'live' ? '' : markup`<p>The rule is in shadow, so no action changes whatever the number.</p>`
  return markup`<h2>Sweep</h2><p><code>${line}</code> of ${rule}, with other numbers in the place of ${plain(current)} (dashed).</p>${shadow}
<h3>Hits of the rule</h3>${hits}${shares}
<h3>Reviews and blocks a day, of the whole ruleset</h3><p class="faint"><span class="key one"></span>reviews<span class="key two"></span>blocks</p>${perDays}
${figures(points, current, isLabelled)}`
}

function figures(points: SweepReport['points'], current: number, isLabelled: boolean): Markup {
  const judged = isLabelled ? ['precision', 'recall', 'all: precision', 'all: recall', 'all: insulted'] : []
  const head = ['line', 'hits', ...judged, 'reviews a day', 'blocks a day'].map(each => markup`<th>${each}</th>`)
  const rows = points.map(({ value, line, hits, precision, recall, overall }) => {
    const cells = [
      count(hits.payments),
      ...(isLabelled
        ? [
            percent(precision),
            percent(recall),
            percent(overall.precision),
            percent(overall.recall),
            count(overall.insulted.payments),
          ]
        : []),
      perDay(overall.reviewsPerDay),
      perDay(overall.blocksPerDay),
    ].map(each => markup`<td>${each}</td>`)
    return markup`<tr class="${value === current ? 'current' : 'other'}"><td><code>${line}</code></td>${cells}</tr>`
  })
  return markup`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`
}

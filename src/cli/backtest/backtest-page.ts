import type { BacktestReport, InputReport, RulesetReport } from '../../backtest/report.ts'
import { amount, count, percent, perDay } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'
import { pageTable } from '../page/page-table.ts'
import { wholePage } from '../page/whole-page.ts'
import { overallRows } from './backtest-text.ts'
import { dayPlot } from './day-plot.ts'
import { diffSection } from './diff-section.ts'
import { overlapPlot } from './overlap-plot.ts'
import { ruleCells, ruleHead } from './rule-cells.ts'
import { rulePlot } from './rule-plot.ts'
import { sweepSection } from './sweep-section.ts'

/** The report as one page, with its plots drawn in it. */
export function backtestPage({ input, ruleset, against, diff, sweep }: BacktestReport): string {
  const { baseCurrency: base } = input
  const isLabelled = input.truths.unknown.payments < input.judged
  return wholePage(
    `Backtest of ${ruleset.dir}`,
    markup`${opening(input, ruleset, against)}
${tiles(ruleset, isLabelled)}
${overall(ruleset, against, base, isLabelled)}
${diff === undefined ? '' : diffSection(diff, base)}
${sweep === undefined ? '' : sweepSection(sweep, isLabelled)}
${days(ruleset)}
${isLabelled ? labels(ruleset, base) : ''}
${rules(ruleset, base, isLabelled)}
${overlap(ruleset)}`,
  )
}

function opening(input: InputReport, { hash }: RulesetReport, against: RulesetReport | undefined): Markup {
  const { judged, from, to, records, warmed, repeated, rejected, withoutAmount, file } = input
  const when =
    from === null || to === null ? '' : `, ${from.slice(0, 10)} to ${to.slice(0, 10)} (${perDay(input.days)} days)`
  const notes = [
    `${count(records)} records read`,
    warmed > 0 ? `${count(warmed)} payments only warmed the velocities` : '',
    repeated > 0 ? `${count(repeated)} repeated` : '',
    rejected > 0 ? `${count(rejected)} rejected` : '',
    withoutAmount > 0 ? `${count(withoutAmount)} in a currency without a rate` : '',
  ].filter(Boolean)
  const other = against === undefined ? '' : markup`, against ${against.dir} <code>${against.hash}</code>`
  return markup`<p>${count(judged)} payments of <code>${file}</code>${when}. Ruleset <code>${hash}</code>${other}.</p><p class="faint">${notes.join(', ')}</p>`
}

function tiles({ overall }: RulesetReport, isLabelled: boolean): Markup {
  const shown: [string, string][] = [
    ['reviews a day', perDay(overall.reviewsPerDay)],
    ['blocks a day', perDay(overall.blocksPerDay)],
    ...(isLabelled
      ? ([
          ['precision', percent(overall.precision)],
          ['recall', percent(overall.recall)],
          ['recall by amount', percent(overall.recallByAmount)],
          ['good payments insulted', count(overall.insulted.payments)],
        ] as [string, string][])
      : []),
  ]
  return markup`<div class="tiles">${shown.map(([name, value]) => markup`<div class="tile"><b>${value}</b><span class="faint">${name}</span></div>`)}</div>`
}

function overall(
  ruleset: RulesetReport,
  against: RulesetReport | undefined,
  base: string,
  isLabelled: boolean,
): Markup {
  const sides = against === undefined ? [ruleset] : [against, ruleset]
  const rows = overallRows(base, isLabelled).map(([name, read]) => [name, ...sides.map(each => read(each.overall))])
  return markup`<h2>Overall</h2>${pageTable(['', ...sides.map(({ dir }) => dir)], rows)}`
}

function days({ daily }: RulesetReport): Markup {
  return markup`<h2>Day by day</h2><p class="faint"><span class="key review"></span>reviews<span class="key block"></span>blocks</p>${dayPlot(daily)}`
}

function labels({ labels: rows }: RulesetReport, base: string): Markup {
  const cells = rows.map(({ label, payments, flagged, blocked }) => [
    label,
    count(payments.payments),
    count(flagged.payments),
    percent(payments.payments === 0 ? null : flagged.payments / payments.payments),
    count(blocked),
    amount(payments.amount),
    amount(flagged.amount),
  ])
  const head = ['label', 'payments', 'flagged', 'share', 'blocked', `amount, ${base}`, 'flagged amount']
  return markup`<h2>What became of which label</h2>${pageTable(head, cells)}`
}

function rules(ruleset: RulesetReport, base: string, isLabelled: boolean): Markup {
  const sorted = [...ruleset.rules].sort((a, b) => b.hits.payments - a.hits.payments)
  const silent = sorted.filter(({ hits }) => hits.payments === 0).map(({ rule }) => rule)
  const cells = sorted.map(rule => [...ruleCells(rule, isLabelled), ...(isLabelled ? [count(rule.aloneBad)] : [])])
  const head = [...ruleHead(base, isLabelled), ...(isLabelled ? ['alone, fraud'] : [])]
  const keys = isLabelled
    ? markup`<span class="key bad"></span>fraud<span class="key good"></span>good<span class="key plain"></span>not labelled`
    : markup``
  return markup`<h2>Rules</h2><p class="faint">Hits of each rule, and its precision. <em>Alone</em>: no other live rule hit the payment.${keys}</p>${rulePlot(sorted)}${pageTable(head, cells)}${silent.length === 0 ? '' : markup`<p class="faint">Without a hit: ${silent.join(', ')}</p>`}`
}

function overlap({ rules: named, overlap: counts }: RulesetReport): Markup {
  const plot = overlapPlot(named, counts)
  if (plot.text === '') return plot
  return markup`<h2>Overlap</h2><p class="faint">How much of what the rule of the row hits is hit by the rule of the column too. The darker, the more.</p>${plot}`
}

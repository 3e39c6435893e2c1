import colors from 'picocolors'
import type { BacktestReport, FlagReport, InputReport, RulesetReport } from '../../backtest/report.ts'
import { amount, count, percent, perDay } from '../page/figures.ts'
import { table } from '../table.ts'
import { diffText } from './diff-text.ts'
import { ruleTable } from './rule-table.ts'
import { sweepText } from './sweep-text.ts'

const OVERLAPS_MAX = 10
const LABELS_MAX = 20

/** The report for a person at a terminal. */
export function backtestText({ input, ruleset, against, diff, sweep }: BacktestReport): string {
  const isLabelled = input.truths.unknown.payments < input.judged
  return [
    inputText(input),
    overallText(ruleset, against, input.baseCurrency, isLabelled),
    ...(isLabelled ? [labelText(ruleset, input.baseCurrency)] : []),
    ruleTable(ruleset, input.baseCurrency, isLabelled),
    ...overlapText(ruleset),
    ...(diff === undefined ? [] : [diffText(diff, input.baseCurrency)]),
    ...(sweep === undefined ? [] : [sweepText(sweep, isLabelled)]),
  ].join('\n\n')
}

function inputText(input: InputReport): string {
  const { judged, from, to, days, records, repeated, statusChanges, rejected, warmed, afterUntil, withoutAmount } =
    input
  const when =
    from === null || to === null ? '' : ` of ${perDay(days)} days, ${from.slice(0, 10)} to ${to.slice(0, 10)}`
  const notes = [
    warmed > 0 ? `${count(warmed)} before them only warmed the velocities` : '',
    afterUntil > 0 ? `${count(afterUntil)} after the time judged` : '',
    repeated > 0 ? `${count(repeated)} repeated` : '',
    statusChanges > 0 ? `${count(statusChanges)} status changes` : '',
    rejected > 0 ? `${count(rejected)} rejected` : '',
    withoutAmount > 0 ? `${count(withoutAmount)} in a currency without a rate, whose amount counts as 0` : '',
  ].filter(Boolean)
  const title = `${colors.bold(count(judged))} payments judged${when}`
  return [title, `  ${count(records)} records read${notes.map(note => `, ${note}`).join('')}`].join('\n')
}

function overallText(
  ruleset: RulesetReport,
  against: RulesetReport | undefined,
  base: string,
  isLabelled: boolean,
): string {
  const rows = overallRows(base, isLabelled)
  const sides = against === undefined ? [ruleset] : [against, ruleset]
  const heads = sides.map(({ dir, hash }) => `${dir}\n${hash}`)
  return table(
    ['', ...heads],
    rows.map(([name, read]) => [name, ...sides.map(({ overall }) => read(overall))]),
  )
}

/** What is said of a whole ruleset, in the order in which it is read. */
export function overallRows(base: string, isLabelled: boolean): [string, (flags: FlagReport) => string][] {
  const worth = ({ payments, amount: sum }: { payments: number; amount: number }) =>
    `${count(payments)} (${amount(sum)} ${base})`
  const always: [string, (flags: FlagReport) => string][] = [
    ['reviews', flags => worth(flags.review)],
    ['reviews per day', flags => perDay(flags.reviewsPerDay)],
    ['blocks', flags => worth(flags.block)],
    ['blocks per day', flags => perDay(flags.blocksPerDay)],
  ]
  if (!isLabelled) return always
  return [
    ...always,
    ['fraud caught', flags => worth(flags.caught)],
    ['fraud missed', flags => worth(flags.missed)],
    ['good payments insulted', flags => worth(flags.insulted)],
    ['… of these blocked', flags => worth(flags.insultedByBlock)],
    ['precision', flags => percent(flags.precision)],
    ['recall', flags => percent(flags.recall)],
    ['recall by amount', flags => percent(flags.recallByAmount)],
  ]
}

function labelText({ labels }: RulesetReport, base: string): string {
  return table(
    ['label', 'payments', 'flagged', 'share', `amount, ${base}`, 'flagged'],
    labels
      .slice(0, LABELS_MAX)
      .map(({ label, payments, flagged }) => [
        label,
        count(payments.payments),
        count(flagged.payments),
        percent(payments.payments === 0 ? null : flagged.payments / payments.payments),
        amount(payments.amount),
        amount(flagged.amount),
      ]),
  )
}

/** The pairs of rules that say the same most often. */
function overlapText({ rules, overlap }: RulesetReport): string[] {
  const pairs = rules.flatMap((one, i) =>
    rules.slice(i + 1).flatMap((other, offset) => {
      const both = overlap[i]![i + 1 + offset]!
      return both === 0 ? [] : [{ one, other, both }]
    }),
  )
  if (pairs.length === 0) return []
  const rows = pairs.sort((a, b) => b.both - a.both).slice(0, OVERLAPS_MAX)
  return [
    table(
      ['rules that hit the same payment', 'both', 'of the first', 'of the second'],
      rows.map(({ one, other, both }) => [
        `${one.rule} + ${other.rule}`,
        count(both),
        percent(both / one.hits.payments),
        percent(both / other.hits.payments),
      ]),
    ),
  ]
}

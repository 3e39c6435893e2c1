import colors from 'picocolors'
import type { Standing, Suggestion, SuggestReport } from '../../backtest/suggest/suggest-report.ts'
import { amount, count, percent, perDay, plain } from '../page/figures.ts'
import { table } from '../table.ts'
import type { SuggestCommandOptions } from './read-options.ts'
import { tryCommand } from './try-command.ts'

/** The report for a person at a terminal. */
export function suggestText(report: SuggestReport, options: SuggestCommandOptions): string {
  const { suggestions, refused } = report
  const opening = openingText(report)
  if (refused !== null) return `${opening}\n\nNothing is suggested: ${refused}.`
  if (suggestions.length === 0) return `${opening}\n\nNothing is suggested. ${triedText(report)}`
  return [
    opening,
    suggestionTable(report),
    ...suggestions.map((each, at) => suggestionText(each, at, report, options)),
    `${triedText(report)}\nEach suggestion stands for itself: try one, change the file, and ask again. No file was changed.`,
  ].join('\n\n')
}

function openingText({ input, split, costs }: SuggestReport): string {
  const { judged, truths, baseCurrency: base, withoutAmount, rejected } = input
  const fraud = truths.fraud.payments + truths.abuse.payments
  const notes = [
    rejected > 0 ? `  ${count(rejected)} records rejected` : '',
    withoutAmount > 0 ? `  ${count(withoutAmount)} in a currency without a rate, whose amount counts as 0` : '',
    split === null
      ? ''
      : `  chosen on ${partText(split.first)} before ${split.at}\n  told by  ${partText(split.later)} from then on`,
    `  weighed: fraud caught, less ${percent(costs.insult)} of good payments reviewed, all of good payments blocked, and ${plain(costs.review)} ${base} a review`,
  ].filter(Boolean)
  const title = `${colors.bold(count(judged))} payments judged, ${count(fraud)} known to be fraud and ${count(truths.legit.payments)} known to be good`
  return [title, ...notes].join('\n')
}

function partText({ payments, bad, good }: { payments: number; bad: number; good: number }): string {
  return `${count(payments)} payments (${count(bad)} fraud, ${count(good)} good)`
}

function suggestionTable({ suggestions, input: { baseCurrency: base }, split }: SuggestReport): string {
  const days = split!.later.days
  return table(
    [
      '',
      'now → suggested',
      `caught, ${base}`,
      `insulted, ${base}`,
      'reviews a day',
      'precision',
      'labelled',
      `gain a day, ${base}`,
    ],
    suggestions.map((each, at) => {
      const { before, after, flagged, freed, gain } = each.later
      return [
        `${at + 1} ${each.kind === 'number' ? each.sweep : each.rule}${each.mode === 'live' ? '' : ' (shadow)'}`,
        each.kind === 'number' ? `${plain(each.current)} → ${plain(each.proposed)}` : `${each.mode} → ${each.to}`,
        signed(after.overall.caught.amount - before.overall.caught.amount),
        signed(after.overall.insulted.amount - before.overall.insulted.amount),
        `${perDay(before.overall.reviewsPerDay)} → ${perDay(after.overall.reviewsPerDay)}`,
        `${percent(before.overall.precision)} → ${percent(after.overall.precision)}`,
        count(flagged.bad + flagged.good + freed.bad + freed.good),
        signed(gain / days),
      ]
    }),
  )
}

function suggestionText(
  suggestion: Suggestion,
  at: number,
  report: SuggestReport,
  options: SuggestCommandOptions,
): string {
  const { rule, mode, file } = suggestion
  const edit =
    suggestion.kind === 'number'
      ? `${file}:${suggestion.fileLine}  ${suggestion.line}  →  ${suggestion.proposedLine}`
      : `tripline promote ${rule} --to ${suggestion.to} --rules ${options.rules}`
  const title = suggestion.kind === 'number' ? `\`${suggestion.line}\`` : `${mode} → ${suggestion.to}`
  const tried = tryCommand(suggestion, report, options)
  return [
    `${colors.bold(`${at + 1} ${rule}`)}  ${title}`,
    `  ${sentence(suggestion, report)}. ${ownHits(suggestion)}.`,
    ...(tried === undefined ? [] : [`  try it:  ${tried}`]),
    `  ${suggestion.kind === 'number' ? 'change:' : 'do it: '}  ${edit}`,
  ].join('\n')
}

/** What the rule alone was worth on the later part. */
function ownHits({ kind, later: { before, after } }: Suggestion): string {
  const share = ({ precision }: Standing) =>
    precision === null ? 'none of its hits is labelled' : `${percent(precision)} of its labelled hits are fraud`
  return kind === 'mode'
    ? `Of the rule itself ${share(after)}`
    : `Of the rule itself ${share(before)} now, and ${share(after)} then`
}

/** What would have been otherwise on the later part, in words. */
function sentence({ later, mode, kind }: Suggestion, { input: { baseCurrency: base } }: SuggestReport): string {
  const { before, after, flagged, freed } = later
  const caught = after.overall.caught.amount - before.overall.caught.amount
  const insulted = after.overall.insulted.amount - before.overall.insulted.amount
  const reviews = after.overall.reviewsPerDay - before.overall.reviewsPerDay
  const changed = count(flagged.bad + flagged.good + flagged.unlabelled + freed.bad + freed.good + freed.unlabelled)
  const live = kind === 'number' && mode !== 'live' ? 'Were the rule live, of' : 'Of'
  return [
    `${live} the later payments ${changed} would have been decided otherwise: ${moreOrLess(caught)} ${base} of fraud caught`,
    `${moreOrLess(insulted)} ${base} of good payments stopped, ${moreOrLess(reviews, perDay)} reviews a day`,
  ].join(', ')
}

function triedText({ tried: { numbers, values, rules, chosen, notHeld }, labelledMin }: SuggestReport): string {
  const found = `${count(chosen)} changes looked good on the earlier payments, ${count(notHeld)} of them not on the later ones`
  return `${count(values)} other values of ${count(numbers)} numbers and ${count(rules)} rules were tried; ${found}. A change is told where it decides at least ${count(labelledMin)} labelled payments otherwise, before and after.`
}

function moreOrLess(value: number, write = amount): string {
  const written = write(Math.abs(value))
  return Number(written) === 0 ? 'no more' : `${written} ${value > 0 ? 'more' : 'less'}`
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${amount(value)}`
}

import colors from 'picocolors'
import type { DecisionDifference, RuleOutcome } from '../engine/compare-decisions.ts'
import { type ExplainedLine, isInTheWay, printExplanation } from '../engine/explain.ts'
import type { ExplainedRule, PaymentExplanation } from '../engine/explain-payment.ts'
import type { Action } from '../model/decision.ts'
import { formatMinor } from '../model/money.ts'
import type { Payment } from '../model/payment.ts'
import { formatValue } from '../ruleset/format-value.ts'
import type { Policy } from '../ruleset/ruleset.ts'

const PAINT_ACTION: Record<Action, (text: string) => string> = {
  allow: colors.green,
  review: colors.yellow,
  block: colors.red,
}

const LEGEND = 'A rule hits when each of its lines is a yes, and none of those that begin with `unless` is.'

/** An explanation for a person: the verdict first, then each rule with its lines and what kept it from hitting. */
export function explanationText(payment: Payment, explanation: PaymentExplanation, { thresholds }: Policy): string {
  const { decision, rules } = explanation
  const hits = rules.filter(rule => rule.hits)
  const undecided = rules.filter(rule => !rule.hits && rule.result === 'unknown')
  const others = rules.filter(rule => !rule.hits && rule.result !== 'unknown')
  const time = new Date(payment.occurredAtMs).toISOString()
  const queue =
    decision.queue === undefined
      ? ''
      : `; queue ${decision.queue}, priority ${decision.priority}, handling ${decision.handling}`
  const head = [
    `${colors.bold(payment.id)}  ${formatMinor(payment.amountMinor, payment.currency)} ${payment.currency}  ${time.slice(0, 10)} ${time.slice(11, 19)} UTC`,
    `${PAINT_ACTION[decision.action](colors.bold(decision.action))}, score ${decision.score} (review from ${thresholds.review}, block from ${thresholds.block})${queue}`,
    colors.dim(`ruleset ${decision.ruleset}`),
  ]
  const sections = [
    section('Live rules that hit', live(hits)),
    section('Shadow rules that hit: they score nothing', shadow(hits)),
    section('Undecided, because a value is absent: no hit', undecided),
    section('Rules that did not hit, the nearest to it first', others),
  ]
  return [head.join('\n'), ...sections.filter(text => text !== ''), colors.dim(LEGEND)].join('\n\n')
}

const live = (rules: readonly ExplainedRule[]) => rules.filter(({ mode }) => mode === 'live')
const shadow = (rules: readonly ExplainedRule[]) => rules.filter(({ mode }) => mode === 'shadow')

function section(title: string, rules: readonly ExplainedRule[]): string {
  if (rules.length === 0) return ''
  return [colors.underline(`${title} (${rules.length})`), ...rules.map(ruleText)].join('\n\n')
}

function ruleText(rule: ExplainedRule): string {
  const points = `${rule.score >= 0 ? '+' : ''}${rule.score}`
  const mode = rule.mode === 'shadow' ? ', shadow' : ''
  const guess = rule.hits && rule.result === 'unknown' ? ['a value is absent, which this rule takes for a hit'] : []
  const says = [...(rule.reason === undefined ? [] : [rule.reason]), ...guess, ...rule.absences]
  return [
    `${colors.bold(rule.rule)} (${points}${mode})  ${rule.title}`,
    ...says.map(text => `  ${text}`),
    printExplanation(rule, { note: gapNote, paint: paintVerdict }),
  ].join('\n')
}

/** Green speaks for a hit, yellow against it. */
function paintVerdict(verdict: string, line: ExplainedLine): string {
  if (line.holds === 'unknown') return colors.magenta(verdict)
  return isInTheWay(line) ? colors.yellow(verdict) : colors.green(verdict)
}

function gapNote(line: ExplainedLine): string {
  const { gaps, text } = line
  const says = gaps.map(gap => (gaps.length === 1 && gap.text === text ? gap.says : `${gap.text}: ${gap.says}`))
  const passes = line.list === 'unless' && isInTheWay(line) ? ['lets the payment pass'] : []
  const notes = [...passes, ...says]
  return notes.length === 0 ? '' : colors.yellow(`(${notes.join('; ')})`)
}

/** What is other now than in a decision that was made before. */
export function differenceText(difference: DecisionDifference): string {
  const { same, rulesetChanged, before, now, rules, values, handling } = difference
  if (same) return colors.bold('Decided now as it was decided before.')
  const lines = [colors.bold('Decided now otherwise than before:')]
  if (rulesetChanged)
    lines.push(`  ruleset   ${before.ruleset} before, ${now.ruleset} now: rules, lists or policy changed`)
  else
    lines.push('  ruleset   the same: what differs comes from the payment or from the history that was counted first')
  if (before.action !== now.action) lines.push(`  action    ${before.action} before, ${now.action} now`)
  if (before.score !== now.score) lines.push(`  score     ${before.score} before, ${now.score} now`)
  for (const each of rules) lines.push(`  rule      ${each.rule}: ${outcomesText(each.before, each.now)}`)
  for (const each of values)
    lines.push(`  value     ${each.name}: ${formatValue(each.before)} before, ${formatValue(each.now)} now`)
  for (const each of handling)
    lines.push(`  ${each.name.padEnd(8)}  ${each.before ?? 'none'} before, ${each.now ?? 'none'} now`)
  return lines.join('\n')
}

function outcomesText(before: RuleOutcome | undefined, now: RuleOutcome | undefined): string {
  if (before === undefined) return `hits now and did not before: ${formatValue(now?.reason)}`
  if (now === undefined) return `hit before and does not now: ${formatValue(before.reason)}`
  const parts = [
    ...(before.mode === now.mode ? [] : [`${before.mode} before, ${now.mode} now`]),
    ...(before.score === now.score ? [] : [`${before.score} points before, ${now.score} now`]),
    ...(before.reason === now.reason
      ? []
      : [`"${formatValue(before.reason)}" before, "${formatValue(now.reason)}" now`]),
  ]
  return parts.join('; ')
}

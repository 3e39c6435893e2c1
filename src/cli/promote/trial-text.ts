import { share } from '../../backtest/flag-tally.ts'
import type { RuleTrial, TrialExample } from '../../backtest/rule-trial.ts'
import { amount, count, percent, perDay } from '../page/figures.ts'

export interface TrialShown {
  rule: string
  /** What was looked at: `topic payments`. */
  from: string
  baseCurrency: string
  baseDigits: number
  /** False where what was looked at holds no amounts. */
  hasAmounts: boolean
  isLabelled: boolean
}

/** What a rule did lately, for the person who is about to change its mode. */
export function trialText(trial: RuleTrial, shown: TrialShown): string {
  const { rule, from, isLabelled } = shown
  const { payments, hits, days, fromMs, toMs } = trial
  if (payments === 0) return `${from} has no payments in that time, so nothing can be said of what ${rule} did.`
  const lines = [
    `What ${rule} did with ${count(payments)} payments of ${from}, ${day(fromMs)} to ${day(toMs)}:`,
    `  hits      ${count(hits)}, ${percent(hits / payments)} of the payments, ${perDay(hits / days)} a day`,
  ]
  if (hits === 0) return [...lines, '  It hit nothing, so there is nothing to judge it by.'].join('\n')
  lines.push(`  amount    ${amountText(trial.amountMinor, shown)}`)
  lines.push(
    `  right     ${isLabelled ? rightText(trial) : 'not known: --labels FILE says what payments turned out to be'}`,
  )
  return [...lines, ...trial.examples.map((each, at) => exampleText(each, at, shown))].join('\n')
}

function amountText(minor: number, { hasAmounts, baseCurrency, baseDigits }: TrialShown): string {
  if (!hasAmounts) return 'not in decisions: --in topic works it out from the payments'
  return `${amount(minor / 10 ** baseDigits)} ${baseCurrency}`
}

function rightText({ truths: { fraud, abuse, legit, unknown } }: RuleTrial): string {
  const bad = fraud + abuse
  if (bad + legit === 0) return 'not known: no label is about a payment that it hit'
  const rest = unknown === 0 ? '' : `, ${count(unknown)} unknown`
  return `${percent(share(bad, legit))}: ${count(bad)} bad, ${count(legit)} good${rest}`
}

function exampleText({ id, occurredAtMs, amountMinor, reason }: TrialExample, at: number, shown: TrialShown): string {
  const worth = amountMinor === undefined ? '' : `, ${amountText(amountMinor, shown)}`
  const when = new Date(occurredAtMs).toISOString().slice(0, 16).replace('T', ' ')
  return `  ${at === 0 ? 'latest' : '      '}    ${id}, ${when}${worth}: ${reason}`
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

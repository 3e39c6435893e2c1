import colors from 'picocolors'
import type { ChangedPayment, DiffReport } from '../../backtest/report.ts'
import { amount, count } from '../page/figures.ts'
import { table } from '../table.ts'

const RULES_MAX = 20
const TERMINAL_EXAMPLES_MAX = 5

/** What changes, and for the largest payments why. */
export function diffText({ different, changed, changes, rules }: DiffReport, base: string): string {
  if (different === 0) return 'No payment is judged differently.'
  const title =
    `${colors.bold(count(changed.payments))} payments change their action (${amount(changed.amount)} ${base}), ` +
    `${count(different - changed.payments)} more only their score or hits`
  const actions = table(
    ['change', 'payments', `amount, ${base}`, 'fraud', 'good'],
    changes.map(({ before, after, payments, truths }) => [
      `${before} → ${after}`,
      count(payments.payments),
      amount(payments.amount),
      count(truths.fraud + truths.abuse),
      count(truths.legit),
    ]),
  )
  const names = table(
    ['rule', 'gained', 'lost'],
    rules.slice(0, RULES_MAX).map(({ rule, gained, lost }) => [rule, count(gained), count(lost)]),
  )
  const examples = changes.map(({ before, after, examples }) =>
    [`${before} → ${after}, the largest:`, ...examples.slice(0, TERMINAL_EXAMPLES_MAX).flatMap(exampleLines)].join(
      '\n',
    ),
  )
  return [title, ...(changes.length > 0 ? [actions] : []), ...(rules.length > 0 ? [names] : []), ...examples].join(
    '\n\n',
  )
}

function exampleLines(example: ChangedPayment): string[] {
  const { paymentId, amount: worth, label, scoreBefore, scoreAfter } = example
  const facts = [worth === null ? 'no amount' : amount(worth), `score ${scoreBefore} → ${scoreAfter}`, label]
  return [`  ${paymentId}  ${facts.join(', ')}`, ...whyLines(example).map(line => `    ${line}`)]
}

/** Each rule that came or went, with its reason. */
export function whyLines({ gained, lost, rescored, byPolicy }: ChangedPayment): string[] {
  return [
    ...gained.map(({ rule, score, reason }) => `+ ${rule} (${score}): ${reason}`),
    ...lost.map(({ rule, score, reason }) => `- ${rule} (${score}): ${reason}`),
    ...rescored.map(({ rule, before, after }) => `~ ${rule}: score ${before} → ${after}`),
    ...(byPolicy ? ['the same hits and scores: thresholds, lists, or what a rule asks for, have moved'] : []),
  ]
}

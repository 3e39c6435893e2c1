import type { ChangedPayment, DiffReport } from '../../backtest/report.ts'
import { amount, count } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'
import { pageTable } from '../page/page-table.ts'
import { whyLines } from './diff-text.ts'

/** What changes between the two rulesets, and for the largest payments why. */
export function diffSection({ different, changed, changes, rules }: DiffReport, base: string): Markup {
  if (different === 0) return markup`<h2>What changes</h2><p>No payment is judged differently.</p>`
  const actions = changes.map(({ before, after, payments, truths }) => [
    `${before} → ${after}`,
    count(payments.payments),
    amount(payments.amount),
    count(truths.fraud + truths.abuse),
    count(truths.legit),
  ])
  const examples = changes.map(
    ({ before, after, payments, examples: shown }) =>
      markup`<details><summary>${before} → ${after}: the ${count(shown.length)} largest of ${count(payments.payments)}</summary>${exampleTable(shown, base)}</details>`,
  )
  return markup`<h2>What changes</h2>
<p>${count(changed.payments)} payments change their action (${amount(changed.amount)} ${base}), ${count(different - changed.payments)} more only their score or hits.</p>
${changes.length === 0 ? '' : pageTable(['change', 'payments', `amount, ${base}`, 'fraud', 'good'], actions)}
${examples}
${
  rules.length === 0
    ? ''
    : markup`<h3>By rule</h3>${pageTable(
        ['rule', 'hits gained', 'hits lost'],
        rules.map(({ rule, gained, lost }) => [rule, count(gained), count(lost)]),
      )}`
}`
}

function exampleTable(examples: readonly ChangedPayment[], base: string): Markup {
  const rows = examples.map(
    each =>
      markup`<tr><td><code>${each.paymentId}</code></td><td>${each.occurredAt}</td><td>${each.amount === null ? '–' : amount(each.amount)}</td><td>${each.label}</td><td>${each.scoreBefore} → ${each.scoreAfter}</td><td class="why">${whyLines(each).map(line => markup`<div>${line}</div>`)}</td></tr>`,
  )
  return markup`<div class="scroll"><table><thead><tr><th>payment</th><th>at</th><th>amount, ${base}</th><th>label</th><th>score</th><th class="why">why</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

import Table from 'cli-table3'
import type { Case } from '../../cases/case.ts'
import type { ChainedEvent } from '../../cases/chain.ts'
import type { WholeCase } from '../../desk/show-case.ts'
import { formatMinor } from '../../model/money.ts'

const HOUR_MS = 3_600_000

/** Cases as a table, for a person who chooses what to do next. `base` is the currency of amounts. */
export function caseTable(cases: readonly Case[], base: string, nowMs: number): string {
  const table = new Table({
    head: ['case', 'kind', 'queue', 'priority', 'state', 'due', 'amount', 'about', 'whose'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'left', 'left', 'left', 'left', 'right', 'left', 'left'],
  })
  for (const each of cases) {
    table.push([
      each.case_id,
      words(each.kind),
      each.queue,
      each.priority,
      words(each.state),
      dueText(each, nowMs),
      each.base_minor === null ? '' : `${formatMinor(each.base_minor, base)} ${base}`,
      [each.payment_id ?? each.merchant_id, each.reason].filter(Boolean).join(': '),
      each.assignee ?? '',
    ])
  }
  return table.toString()
}

/** One case, its history from the first event to the last. */
export function caseText(
  { case: of, history, links, payment, decision, outcomes, label }: WholeCase,
  base: string,
  nowMs: number,
): string {
  const amount = of.base_minor === null ? 'unknown amount' : `${formatMinor(of.base_minor, base)} ${base}`
  const rows: [string, string | null | undefined][] = [
    ['what', `${words(of.kind)}${of.reason === null ? '' : ` (${of.reason})`}, ${amount}`],
    ['state', `${words(of.state)}${of.resolution === null ? '' : `: ${of.resolution}`}, version ${of.version}`],
    ['waits in', `${of.queue}, ${of.priority} priority, ${HANDLING[of.handling]}`],
    ['whose', of.assignee ?? 'nobody'],
    ['opened', minuteOf(of.opened_at)],
    ['due', of.closed_at === null ? dueText(of, nowMs, true) : undefined],
    ['closed', of.closed_at === null ? undefined : minuteOf(of.closed_at)],
    ['proposed', of.proposed_by && `${of.proposed_resolution}, ${of.proposed_label}, by ${of.proposed_by}`],
    ['label', label && `${label.label} (${label.source})`],
    ['merchant', of.merchant_id],
    [
      'payment',
      of.payment_id &&
        `${of.payment_id}${payment === undefined ? ', which has not come in yet' : `: ${paymentText(payment)}`}`,
    ],
    ['decided', decision && `${decision.action}, score ${decision.score}`],
    ['trace', history[0]?.body.trace],
    [
      'linked',
      links
        .filter(({ what }) => what === 'case')
        .map(({ id }) => id)
        .join(', '),
    ],
  ]
  const details = rows.flatMap(([name, value]) => (value ? [`  ${name.padEnd(9)} ${value}`] : []))
  const became = outcomes.map(each => `  ${minuteOf(String(each.occurredAt))}  ${outcomeText(each)}`)
  const told = history.map(event => `  ${eventText(event)}`)
  return [
    `${of.case_id}`,
    ...details,
    ...(became.length === 0 ? [] : ['', 'what became of the payment', ...became]),
    '',
    'history',
    ...told,
  ].join('\n')
}

const HANDLING = {
  self: 'one person decides',
  approval: 'a second person agrees',
  escalate: 'with fraud investigations',
}

/** `3  2026-11-21 10:15  ana    take` and what was said. */
export function eventText({ number, at, actor, action, body }: ChainedEvent): string {
  const set = body.set ?? {}
  const account = body.account as { action: string; what: string; id: string } | undefined
  const said = [
    account && `${words(account.action)} ${account.what} account ${account.id}`,
    body.to === undefined ? undefined : `to ${String(body.to)}`,
    set.proposed_resolution && `${set.proposed_resolution} (${set.proposed_label}), for a second person to agree`,
    set.resolution && `${set.resolution}${set.label ? ` (${set.label})` : ''}`,
    body.note as string | undefined,
    body.why,
  ].filter(part => part)
  return `${String(number).padStart(2)}  ${minuteOf(at)}  ${actor.padEnd(8)} ${words(action).padEnd(9)}${said.length === 0 ? '' : ` ${said.join('; ')}`}`.trimEnd()
}

function paymentText(payment: Record<string, unknown>): string {
  const customer = payment.customer as { id?: string; email?: string } | undefined
  return [
    `${payment.amount} ${payment.currency}`,
    payment.status,
    customer?.id ?? customer?.email,
    minuteOf(String(payment.occurredAt)),
  ]
    .filter(Boolean)
    .join(', ')
}

function outcomeText(outcome: Record<string, unknown>): string {
  const amount = outcome.amount === undefined ? undefined : `${outcome.amount} ${outcome.currency}`
  const deadline = outcome.deadline === undefined ? undefined : `answer by ${minuteOf(String(outcome.deadline))}`
  return [words(String(outcome.type)), amount, outcome.reason, outcome.status, deadline].filter(Boolean).join(', ')
}

function words(name: string): string {
  return name.replaceAll('_', ' ')
}

function minuteOf(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}

/** `in 5 h`, `in 3 d`, `2 d late`. */
function dueText({ due_at, closed_at }: Case, nowMs: number, isLong = false): string {
  if (due_at === null || closed_at !== null) return ''
  const hours = (Date.parse(due_at) - nowMs) / HOUR_MS
  const size = Math.abs(hours)
  const length =
    size < 1 ? `${Math.ceil(size * 60)} min` : size < 48 ? `${Math.floor(size)} h` : `${Math.floor(size / 24)} d`
  const short = hours < 0 ? `${length} late` : `in ${length}`
  return isLong ? `${minuteOf(due_at)} (${short})` : short
}

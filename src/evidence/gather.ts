import type { Case } from '../cases/case.ts'
import { type WholeCase, wholeCase } from '../desk/show-case.ts'
import type { Network } from '../model/evidence.ts'
import { findPlaybook } from '../playbooks/find-playbook.ts'
import type { Playbook } from '../playbooks/playbook.ts'
import type { Sql } from '../ports.ts'
import { itemsOf } from './keep-items.ts'
import type { PieceSources } from './pieces.ts'
import { priorPayments } from './prior-payments.ts'
import type { OutcomeBody, PaymentBody } from './stored-bodies.ts'

/** All that is stored about a case and its payment. */
export interface Gathered extends PieceSources {
  case: Case
  /** What the case is about: the newest state of its dispute or warning. */
  dispute: OutcomeBody | undefined
  /** When the dispute was opened; when the case was, where no outcome says. ISO 8601. */
  disputedAt: string
  found: { playbook: Playbook; network: Network } | undefined
}

export async function gather(sql: Sql, of: Case, playbooks: readonly Playbook[]): Promise<Gathered> {
  const whole = await wholeCase(sql, of)
  const payment = whole.payment as PaymentBody | undefined
  const outcomes = whole.outcomes as unknown as OutcomeBody[]
  const dispute = disputeOf(whole, outcomes)
  const disputedAt = (await firstStateAt(sql, of, dispute)) ?? of.opened_at
  const [shipped] = await sql.query<{ shipped_at: Date | null }>(
    'select shipped_at from payments where merchant_id = $1 and payment_id = $2',
    [of.merchant_id, of.payment_id],
  )
  return {
    case: of,
    payment,
    outcomes,
    dispute,
    disputedAt,
    shippedAt: shipped?.shipped_at?.toISOString(),
    prior:
      of.payment_id === null ? [] : await priorPayments(sql, of.merchant_id, of.payment_id, Date.parse(disputedAt)),
    items: await itemsOf(sql, of.case_id),
    found: findPlaybook(playbooks, {
      reason: dispute?.reason ?? (of.kind === 'warning' ? 'fraudulent' : of.reason),
      networkReason: dispute?.networkReason,
      brand: payment?.card?.brand,
    }),
  }
}

const DISPUTING: ReadonlySet<string> = new Set(['dispute', 'chargeback', 'early_fraud_warning'])

/** Of the outcomes that the case follows the newest that disputes the payment; a warning only where nothing more came. */
function disputeOf({ links }: WholeCase, outcomes: readonly OutcomeBody[]): OutcomeBody | undefined {
  const own = outcomes.filter(({ type, id }) => links.some(link => link.what === type && link.id === id))
  const disputing = (own.length > 0 ? own : outcomes).filter(({ type }) => DISPUTING.has(type))
  return disputing.findLast(({ type }) => type !== 'early_fraud_warning') ?? disputing.at(-1)
}

/** A dispute's newest state tells when that state came; the rule asks when the dispute began. */
async function firstStateAt(
  sql: Sql,
  { merchant_id }: Case,
  dispute: OutcomeBody | undefined,
): Promise<string | undefined> {
  if (dispute === undefined) return undefined
  const [first] = await sql.query<{ at: Date | null }>(
    'select min(occurred_at) as at from outcome_history where merchant_id = $1 and type = $2 and outcome_id = $3',
    [merchant_id, dispute.type, dispute.id],
  )
  return first?.at?.toISOString() ?? dispute.occurredAt
}

import type { Case } from '../cases/case.ts'
import { standingOf } from '../cases/outcome-stage.ts'
import { toBaseMinor } from '../enrich/base-amount.ts'
import type { CaseKind } from '../model/case.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { casesWhere } from './case-store.ts'
import { joinCase } from './join-case.ts'
import { lockSubject, type Opening, openCase } from './open-case.ts'
import { type FollowedOutcome, subjectOf } from './outcome-subject.ts'

/** What came of the same outcome before, in whatever order it happened. */
export type EarlierStates = (outcome: FollowedOutcome) => Promise<FollowedOutcome[]>

/** A new outcome, or a new state of one, opens a case or joins the one that is about the same thing. */
export async function followOutcome(
  sql: Sql,
  policy: Policy,
  outcome: FollowedOutcome,
  earlier: EarlierStates,
): Promise<void> {
  const kind = KINDS[outcome.type]
  if (kind === undefined) return
  const found = await findCase(sql, kind, outcome)
  if (found !== undefined) return joinCase(sql, policy, found, outcome)
  if (!(await opens(policy, outcome, earlier))) return
  const opened = await openCase(sql, policy, openingOf(kind, outcome, policy))
  if (standingOf(outcome) !== 'going-on') await joinCase(sql, policy, opened, outcome)
}

/** A decline is no work for anybody. */
const KINDS: Readonly<Partial<Record<Outcome['type'], CaseKind>>> = {
  dispute: 'dispute',
  chargeback: 'chargeback',
  early_fraud_warning: 'warning',
  refund: 'refund_request',
  notice: 'notice',
}

function baseOf({ amountMinor, currency }: Outcome, { money }: Policy): number | undefined {
  return amountMinor === undefined || currency === undefined ? undefined : toBaseMinor(amountMinor, currency, money)
}

/** Refunds that are done ask for nothing, nor do small ones; a notice that was withdrawn before it came asks for nothing either. */
async function opens(policy: Policy, outcome: FollowedOutcome, earlier: EarlierStates): Promise<boolean> {
  if (outcome.type !== 'refund' && outcome.type !== 'notice') return true
  if (outcome.type === 'refund') {
    const limit = policy.cases.refundLimitMinor
    const amount = baseOf(outcome, policy)
    // An amount that nobody can compare with the limit is for a person to look at.
    if (limit === undefined || (amount !== undefined && amount <= limit)) return false
  }
  if (standingOf(outcome) !== 'going-on') return false
  const known = await earlier(outcome)
  return !known.some(each => each.occurredAtMs >= outcome.occurredAtMs && standingOf(each) !== 'going-on')
}

function openingOf(kind: CaseKind, outcome: FollowedOutcome, policy: Policy): Opening {
  const { type, id, merchantId, paymentId = null, reason, notice, deadlineMs, trace } = outcome
  return {
    kind,
    subject: subjectOf(outcome),
    merchantId,
    paymentId,
    at: new Date(outcome.occurredAtMs).toISOString(),
    baseMinor: baseOf(outcome, policy),
    reason: reason ?? notice,
    notice,
    deadlineMs,
    isOutcome: true,
    what: type,
    id,
    trace,
    why: [type.replaceAll('_', ' '), notice?.replaceAll('_', ' '), reason, outcome.status]
      .filter(part => part !== undefined)
      .join(', '),
  }
}

async function findCase(sql: Sql, kind: CaseKind, outcome: FollowedOutcome): Promise<Case | undefined> {
  const subject = subjectOf(outcome)
  const isDispute = kind === 'dispute' || kind === 'chargeback'
  const ofPayment = subjectOf({ ...outcome, disputeId: undefined })
  await lockSubject(sql, ofPayment)
  const newestOf = async (condition: string, values: string[]) =>
    (await casesWhere(sql, condition, values, { forUpdate: true })).at(-1)
  if (kind === 'notice') return newestOf('subject = $1 and closed_at is null', [subject])
  const found = await newestOf('subject = $1', [subject])
  if (found !== undefined || !isDispute) return found
  // Where only one of the two tells the id of the dispute, they are taken for the same.
  if (outcome.disputeId !== undefined) return newestOf('subject = $1', [ofPayment])
  const condition = "merchant_id = $1 and payment_id = $2 and kind in ('dispute', 'chargeback')"
  return newestOf(condition, [outcome.merchantId, outcome.paymentId ?? ''])
}

import { keyOfTold } from '../cases/told.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Payment } from '../model/payment.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { followDecision } from './follow-decision.ts'
import type { Arrived, Ingested } from './ingest.ts'
import { judgeAgain, type PaymentKey } from './judge-again.ts'
import { subjectOf } from './outcome-subject.ts'
import { relabel } from './relabel.ts'
import { outcomeRow } from './rows.ts'
import { settleCases } from './settle-cases.ts'
import { matchShipments } from './ship.ts'

/**
 * What follows from what is new: cases are opened and joined, labels set. One by one in the order in which it came in, so that
 * it does not matter how it was cut into batches. Belongs into the transaction that ingested it.
 */
export async function follow(sql: Sql, policy: Policy, arrived: Arrived, fresh: Ingested): Promise<void> {
  if (arrived.payments.length > 0) await matchShipments(sql, arrived.payments)
  for (const decision of fresh.decisions) await followDecision(sql, policy, decision, arrived.traces?.get(decision))
  const contentOf = (outcome: Outcome): string => outcomeRow(outcome, policy.money).content
  const notYet = new Set(fresh.outcomes.map(contentOf))
  for (const outcome of fresh.outcomes) {
    notYet.delete(contentOf(outcome))
    const subject = subjectOf(outcome)
    if (subject === undefined) continue
    const key = keyOfTold({ ...outcome, baseMinor: undefined })
    await settleCases(sql, policy, subject, { notYet, traced: { key, trace: arrived.traces?.get(outcome) } })
  }
  await relabel(sql, policy.money, fresh.outcomes)
}

/** What follows once that transaction has ended, in another one: see `judgeAgain`. What was there already may be given again. */
export function followUp(sql: Sql, policy: Policy, { payments, decisions, outcomes }: Arrived): Promise<void> {
  const ofPayment = ({ merchantId, id }: Payment): PaymentKey => ({ merchantId, paymentId: id })
  return judgeAgain(sql, policy, [
    ...payments.map(ofPayment),
    ...decisions.map(({ merchantId = '', paymentId }) => ({ merchantId, paymentId })),
    ...outcomes.flatMap(({ merchantId, paymentId }) => (paymentId === undefined ? [] : [{ merchantId, paymentId }])),
  ])
}

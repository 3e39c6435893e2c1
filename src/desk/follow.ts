import type { Outcome } from '../model/outcome.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { earlierStatesOf } from './earlier-states.ts'
import { followDecision } from './follow-decision.ts'
import { followOutcome } from './follow-outcome.ts'
import type { Arrived, Ingested } from './ingest.ts'
import { matchShipments, matchWaiting } from './match-waiting.ts'
import { relabel } from './relabel.ts'

/**
 * What follows from what is new: cases are opened and joined, labels set. One by one in the order in which it came in, so that
 * it does not matter how it was cut into batches. Belongs into the transaction that ingested it.
 */
export async function follow(sql: Sql, policy: Policy, arrived: Arrived, fresh: Ingested): Promise<void> {
  if (arrived.payments.length > 0) await matchShipments(sql, arrived.payments)
  await matchWaiting(sql, policy)
  for (const decision of fresh.decisions) await followDecision(sql, policy, decision, arrived.traces?.get(decision))
  for (const [index, outcome] of fresh.outcomes.entries()) {
    const later: readonly Outcome[] = fresh.outcomes.slice(index + 1)
    const followed = { ...outcome, trace: arrived.traces?.get(outcome) }
    await followOutcome(sql, policy, followed, each => earlierStatesOf(sql, policy.money, each, later))
  }
  await relabel(sql, fresh.outcomes)
}

import type { MoneyRates } from '../enrich/facts.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Sql } from '../ports.ts'
import type { FollowedOutcome } from './outcome-subject.ts'
import { outcomeRow } from './rows.ts'

/** The states of an outcome that were told before this one; those that come later in its batch are in the database already, and left out. */
export async function earlierStatesOf(
  sql: Sql,
  money: MoneyRates,
  outcome: FollowedOutcome,
  later: readonly Outcome[],
): Promise<FollowedOutcome[]> {
  const { merchantId, type, id } = outcome
  const contentOf = (each: Outcome): string => outcomeRow(each, money).content
  const notYet = new Set(later.filter(each => each.type === type && each.id === id).map(contentOf))
  notYet.add(contentOf(outcome))
  const rows = await sql.query<{ content: string; occurred_at: Date; body: { status?: string; stage?: string } }>(
    'select content, occurred_at, body from outcome_history where merchant_id = $1 and type = $2 and outcome_id = $3',
    [merchantId, type, id],
  )
  return rows
    .filter(({ content }) => !notYet.has(content))
    .map(({ occurred_at, body }) => ({
      ...outcome,
      occurredAtMs: occurred_at.getTime(),
      status: body.status,
      stage: body.stage as FollowedOutcome['stage'],
    }))
}

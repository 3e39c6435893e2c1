import type { Action } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Unshipped } from './find-unshipped.ts'
import { raiseCase } from './raise-case.ts'
import type { Scoring } from './read-kept.ts'
import { scoreAgain } from './score-again.ts'

const SEVERITY: Record<string, number> = { allow: 0, review: 1, block: 2 } satisfies Record<Action, number>

/** Why a payment is scored again, and as of when. */
export interface News {
  because: string
  /** Milliseconds since 1970. */
  atMs: number
}

/** Scores a payment again; where it would be decided more severely than before, that is kept and comes to a case. */
export async function scoreAndRaise(
  sql: Sql,
  ruleset: Ruleset,
  scoring: Scoring,
  of: Unshipped,
  { because, atMs }: News,
): Promise<void> {
  const decision = await scoreAgain(sql, ruleset, scoring, of, atMs)
  if (decision === undefined || SEVERITY[decision.action]! <= SEVERITY[of.action]!) return
  const at = new Date(atMs).toISOString()
  const { merchant_id, payment_id } = of
  const { action, score } = decision
  const row = { merchant_id, payment_id, at, action, score, ruleset: ruleset.hash, because, body: decision }
  const kept = await sql.query(
    `insert into rescores select * from jsonb_populate_record(null::rescores, $1::jsonb)
     on conflict do nothing returning payment_id`,
    [JSON.stringify(row)],
  )
  if (kept.length > 0) await raiseCase(sql, ruleset.policy, { decision, because, at })
}

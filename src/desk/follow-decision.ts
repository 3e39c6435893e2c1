import type { Decision } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { casesWhere } from './case-store.ts'
import { lockSubject } from './lock-subject.ts'
import { openReview, reviewSubject } from './reviews.ts'

/**
 * A decision to review or block opens a case, unless there is one about the payment already. `trace` is that of its record, which
 * leads back to the payment's.
 */
export async function followDecision(sql: Sql, policy: Policy, decision: Decision, trace?: string): Promise<void> {
  if (decision.action === 'allow') return
  const { paymentId, merchantId = '', occurredAt, action, score, hits } = decision
  const subject = reviewSubject(merchantId, paymentId)
  await lockSubject(sql, subject)
  if ((await casesWhere(sql, 'subject = $1', [subject])).length > 0) return
  const why = [`${action} with score ${score}`, ...hits.map(({ rule, reason }) => `${rule}: ${reason}`)].join('; ')
  await openReview(sql, policy, { decision, at: occurredAt, what: 'decision', trace, why })
}

import type { Decision } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { casesWhere } from './case-store.ts'
import { lockSubject, openCase } from './open-case.ts'

export function reviewSubject(merchantId: string, paymentId: string): string {
  return JSON.stringify(['review', merchantId, paymentId])
}

/**
 * A decision to review or block opens a case, unless there is one about the payment already. `trace` is that of its record, which
 * leads back to the payment's.
 */
export async function followDecision(sql: Sql, policy: Policy, decision: Decision, trace?: string): Promise<void> {
  if (decision.action === 'allow') return
  const { paymentId, merchantId = '', occurredAt, queue, priority, handling, action, score, hits } = decision
  const subject = reviewSubject(merchantId, paymentId)
  await lockSubject(sql, subject)
  if ((await casesWhere(sql, 'subject = $1', [subject])).length > 0) return
  const isJudged = queue !== undefined && priority !== undefined && handling !== undefined
  await openCase(sql, policy, {
    kind: 'review',
    subject,
    merchantId,
    paymentId,
    at: occurredAt,
    reason: hits[0]?.rule ?? decision.lists?.[0]?.list,
    decided: isJudged ? { queue, priority, handling } : undefined,
    isOutcome: false,
    what: 'decision',
    id: paymentId,
    trace,
    why: [`${action} with score ${score}`, ...hits.map(({ rule, reason }) => `${rule}: ${reason}`)].join('; '),
  })
}

import type { Case } from '../cases/case.ts'
import { type CaseJudgement, dueAt, judgeCase } from '../cases/judge-case.ts'
import { majorOf } from '../enrich/base-amount.ts'
import type { Decision } from '../model/decision.ts'
import type { Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import { factsOfPayment, type KnownPayment, knownPayment } from './case-facts.ts'
import { openCase } from './open-case.ts'

export function reviewSubject(merchantId: string, paymentId: string): string {
  return JSON.stringify(['review', merchantId, paymentId])
}

export interface ReviewOpening {
  /** What was decided, at first or when it was scored again. */
  decision: Decision
  /** ISO 8601. */
  at: string
  what: 'decision' | 'rescore'
  trace?: string | undefined
  why: string
}

/** Opens a case about a payment that is not let pass. */
export async function openReview(
  sql: Sql,
  policy: Policy,
  { decision, at, what, trace, why }: ReviewOpening,
): Promise<Case> {
  const { paymentId, merchantId = '', hits, lists } = decision
  const reason = hits[0]?.rule ?? lists?.[0]?.list ?? null
  const payment = await knownPayment(sql, merchantId, paymentId)
  const set = {
    kind: 'review' as const,
    subject: reviewSubject(merchantId, paymentId),
    merchant_id: merchantId,
    payment_id: paymentId,
    opened_at: at,
    due_at: new Date(dueAt(policy.cases, { kind: 'review' }, Date.parse(at))).toISOString(),
    reason,
    ...(await reviewColumns(sql, policy, payment, { at, reason, decided: decidedBy(decision) })),
  }
  return openCase(sql, { at, what, id: paymentId, trace, why, set })
}

/** The columns that the payment, its decision and its customer have a say in. */
export async function reviewColumns(
  sql: Sql,
  { cases, money }: Policy,
  payment: KnownPayment | undefined,
  { at, reason, decided }: { at: string; reason: string | null; decided: CaseJudgement | undefined },
) {
  const baseMinor = payment?.base_minor ?? null
  const facts = {
    kind: 'review' as const,
    amount: baseMinor === null ? undefined : majorOf(baseMinor, money.base),
    reason: reason ?? undefined,
    ...(await factsOfPayment(sql, payment, Date.parse(at))),
  }
  return {
    is_matched: payment !== undefined,
    customer_id: payment?.customer_id ?? null,
    base_minor: baseMinor,
    ...judgeCase(cases, facts, decided),
  }
}

/** Where a decision wants its payment to wait; undefined where it says nothing of it. */
export function decidedBy({
  queue,
  priority,
  handling,
}: Pick<Decision, 'queue' | 'priority' | 'handling'>): CaseJudgement | undefined {
  const isJudged = queue !== undefined && priority !== undefined && handling !== undefined
  return isJudged ? { queue, priority, handling } : undefined
}

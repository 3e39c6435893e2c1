import type { CaseKind } from '../model/case.ts'
import type { Handling } from '../model/decision.ts'
import type { OutcomeType } from '../model/outcome.ts'
import type { CaseFacts, CasePolicy } from '../ruleset/case-policy.ts'
import type { CaseChanges } from './case.ts'
import { type CaseJudgement, dueAt, judgeCase } from './judge-case.ts'
import { type Told, timeOf } from './told.ts'

/** What else a case is judged by: its payment, and what came before it. */
export interface Circumstances {
  /** Of the payment, in minor units of the base currency; null where it is not known. */
  paymentMinor: number | null
  toMajor: (baseMinor: number) => number
  facts: Omit<CaseFacts, 'kind' | 'amount' | 'reason' | 'notice' | 'hours_left'>
  /** Whether people have handed it to investigations. */
  isEscalated: boolean
}

/**
 * The columns of a case that follow from what was told of it, `told` in the order of own times: of amount, reason and deadline the newest
 * counts; of the ways to handle it the strictest that it ever asked for. Depends on the set and not on the order of arrival.
 */
export function toldColumns(policy: CasePolicy, told: readonly Told[], by: Circumstances) {
  let facts: CaseFacts = { kind: 'dispute' }
  let baseMinor = by.paymentMinor
  let judged: CaseJudgement | undefined
  for (const [index, each] of told.entries()) {
    const isChargeback = told.slice(0, index + 1).some(({ type }) => type === 'chargeback')
    baseMinor = each.baseMinor ?? baseMinor
    facts = {
      ...by.facts,
      kind: isChargeback ? 'chargeback' : (KINDS[each.type] ?? facts.kind),
      amount: baseMinor === null ? undefined : by.toMajor(baseMinor),
      reason: each.reason ?? each.notice ?? facts.reason,
      notice: each.notice,
      hours_left: each.deadlineMs === undefined ? undefined : (each.deadlineMs - each.occurredAtMs) / 3_600_000,
    }
    judged = strictest(judgeCase(policy, facts), judged?.handling ?? 'self')
  }
  const openedAtMs = told[0]!.occurredAtMs
  const dated = told.findLast(({ deadlineMs }) => deadlineMs !== undefined)
  return {
    kind: facts.kind,
    opened_at: timeOf(openedAtMs),
    outcome_at: timeOf(told.at(-1)!.occurredAtMs),
    base_minor: baseMinor,
    reason: facts.reason ?? null,
    due_at: timeOf(dueAt(policy, facts, dated?.occurredAtMs ?? openedAtMs, dated?.deadlineMs)),
    ...strictest(judged!, by.isEscalated ? 'escalate' : 'self'),
  } satisfies CaseChanges
}

/** What each outcome is a case of; a decline is no work for anybody. */
export const KINDS: Readonly<Partial<Record<OutcomeType, CaseKind>>> = {
  dispute: 'dispute',
  chargeback: 'chargeback',
  early_fraud_warning: 'warning',
  refund: 'refund_request',
  notice: 'notice',
}

const STRICTNESS: Readonly<Record<Handling, number>> = { self: 0, approval: 1, escalate: 2 }

/** What was handed to investigations, or asks for a second person, stays so whatever comes in. */
function strictest(judgement: CaseJudgement, atLeast: Handling): CaseJudgement {
  return STRICTNESS[judgement.handling] < STRICTNESS[atLeast] ? { ...judgement, handling: atLeast } : judgement
}

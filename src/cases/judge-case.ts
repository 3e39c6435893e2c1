import type { Handling, Priority } from '../model/decision.ts'
import type { CaseFacts, CasePolicy } from '../ruleset/case-policy.ts'

/** Where a case waits, how urgent it is, and who may resolve it. */
export interface CaseJudgement {
  queue: string
  priority: Priority
  handling: Handling
}

/**
 * The first queue of the policy whose lines all hold. A review has a queue already, from its decision: it keeps that
 * unless a queue of cases asks for it by a condition.
 */
export function judgeCase({ queues }: CasePolicy, facts: CaseFacts, decided?: CaseJudgement): CaseJudgement {
  const asked = queues.find(({ when }) => when !== undefined && when(facts) === true)
  const { queue, priority, handling } = asked ?? decided ?? queues.at(-1)!
  return { queue, priority, handling }
}

/** The deadline less the margin, but never before the case was opened; where there is no deadline, so long after it was opened. */
export function dueAt(policy: CasePolicy, { kind }: CaseFacts, openedAtMs: number, deadlineMs?: number): number {
  if (deadlineMs === undefined) return openedAtMs + policy.dueMs[kind]
  return Math.min(deadlineMs, Math.max(openedAtMs, deadlineMs - policy.deadlineMarginMs))
}

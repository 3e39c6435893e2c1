import type { MoneyRates } from '../enrich/facts.ts'
import type { Handling, Priority } from '../model/decision.ts'
import type { Place } from '../model/problem.ts'
import type { KeepAlso } from '../velocity/plan-velocities.ts'
import type { ListUse } from './lists/list-use.ts'
import type { CasePolicyDraft } from './read-cases.ts'
import type { DraftLine } from './rule-draft.ts'

/** A policy that was read and checked, before its queues are compiled. */
export interface PolicyDraft {
  thresholds: { review: number; block: number }
  /** Where `review` stands. */
  reviewPlace: Place
  limits: CostLimits
  queues: readonly QueueDraft[]
  money: MoneyRates
  /** Share of 1. */
  holdout: number
  keep: readonly KeepAlso[]
  /** By name of the list. */
  lists: ReadonlyMap<string, ListUse>
  cases: CasePolicyDraft
}

/** How many points of cost one rule, and all together, may ask of every payment; see sense/cost.ts. */
export interface CostLimits {
  ruleCost: number
  rulesetCost: number
  /** Where they stand, or where they would. */
  place: Place
}

export interface QueueDraft {
  queue: string
  priority: Priority
  handling: Handling
  /** Every line holds; empty: always. */
  when: readonly DraftLine[]
}

/** The same shape as a queue of payments; its conditions ask about a case. */
export type CaseQueueDraft = QueueDraft

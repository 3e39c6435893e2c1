import type { MoneyRates } from '../enrich/facts.ts'
import type { Handling, Priority } from '../model/decision.ts'
import type { KeepAlso } from '../velocity/plan-velocities.ts'
import type { ListUse } from './lists/list-use.ts'
import type { DraftLine } from './rule-draft.ts'

/** A policy that was read and checked, before its queues are compiled. */
export interface PolicyDraft {
  thresholds: { review: number; block: number }
  queues: readonly QueueDraft[]
  money: MoneyRates
  keep: readonly KeepAlso[]
  /** By name of the list. */
  lists: ReadonlyMap<string, ListUse>
}

export interface QueueDraft {
  queue: string
  priority: Priority
  handling: Handling
  /** Every line holds; empty: always. */
  when: readonly DraftLine[]
}

import type { Action, ListMatch } from '../model/decision.ts'
import type { Truth } from './truth.ts'

/** One payment that is judged, whatever the ruleset. */
export interface JudgedPayment {
  id: string
  occurredAtMs: number
  /** In whole minor units of the base currency; undefined where the policy has no rate. */
  amountMinor: number | undefined
  /** As listed; undefined where the labels do not list it. */
  label: string | undefined
  truth: Truth
}

/** What the rules of one ruleset made of one payment; snoozed hits are left out. */
export interface RuleHits {
  /** Indexes of live rules in the ruleset, in order; likewise of shadow rules. */
  hits: readonly number[]
  shadowHits: readonly number[]
  /** For each of `hits` why it hit; empty where nobody asked. */
  reasons: readonly string[]
}

/** What one ruleset made of one payment. */
export interface Judgement extends RuleHits {
  action: Action
  score: number
  /** Lists that act by themselves and hold a value of the payment. */
  lists: readonly ListMatch[]
}

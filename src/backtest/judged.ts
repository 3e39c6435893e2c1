import type { Action } from '../model/decision.ts'
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

/** What one ruleset made of one payment. */
export interface Judgement {
  action: Action
  score: number
  /** Indexes of live rules in the ruleset, in order; likewise of shadow rules. */
  hits: readonly number[]
  shadowHits: readonly number[]
}

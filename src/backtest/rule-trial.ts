import { noTruths } from './rule-tally.ts'
import type { Truth } from './truth.ts'

/** One payment that a rule was asked about, or decided on. */
export interface TriedPayment {
  id: string
  occurredAtMs: number
  /** In minor units of the base currency; undefined where it is not known. */
  amountMinor: number | undefined
  truth: Truth
  /** Why the rule hit; undefined where it did not. */
  reason: string | undefined
}

export interface TrialExample {
  id: string
  occurredAtMs: number
  amountMinor: number | undefined
  reason: string
}

const EXAMPLES_MAX = 5
const DAY_MS = 86_400_000

/** What one rule did with payments of the past, added up payment by payment. */
export class RuleTrial {
  payments = 0
  hits = 0
  /** Of its hits, as far as amounts are known. */
  amountMinor = 0
  /** Of its hits. */
  readonly truths = noTruths()
  /** The latest hits, the last one first. */
  readonly examples: TrialExample[] = []
  fromMs = Number.POSITIVE_INFINITY
  toMs = Number.NEGATIVE_INFINITY

  add({ id, occurredAtMs, amountMinor, truth, reason }: TriedPayment): void {
    this.payments++
    this.fromMs = Math.min(this.fromMs, occurredAtMs)
    this.toMs = Math.max(this.toMs, occurredAtMs)
    if (reason === undefined) return
    this.hits++
    this.amountMinor += amountMinor ?? 0
    this.truths[truth]++
    this.examples.unshift({ id, occurredAtMs, amountMinor, reason })
    if (this.examples.length > EXAMPLES_MAX) this.examples.pop()
  }

  /** Rates per day are of at least one day. */
  get days(): number {
    return this.toMs > this.fromMs ? Math.max(1, (this.toMs - this.fromMs) / DAY_MS) : 1
  }
}

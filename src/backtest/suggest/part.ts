import { FlagTally } from '../flag-tally.ts'
import { InputTally } from '../input-tally.ts'
import { isBad, type Truth } from '../truth.ts'
import type { KeptPayment } from './trial.ts'

/** The payments of one stretch of time, and what the ruleset as it stands makes of them. */
export class Part {
  readonly flags = new FlagTally()
  readonly counts = { bad: 0, good: 0 }
  readonly input = new InputTally()
  readonly fromMs: number
  readonly toMs: number
  readonly payments: readonly KeptPayment[]

  /** Payments from `fromMs` on and before `toMs`, of all. */
  constructor(payments: readonly KeptPayment[], fromMs: number, toMs: number) {
    this.payments = payments
    this.fromMs = fromMs
    this.toMs = toMs
    for (const payment of payments) {
      if (!this.has(payment)) continue
      this.flags.add(payment.action, payment)
      this.input.add(payment)
      const side = sideOf(payment.truth)
      if (side !== undefined) this.counts[side]++
    }
  }

  has({ occurredAtMs }: KeptPayment): boolean {
    return occurredAtMs >= this.fromMs && occurredAtMs < this.toMs
  }
}

/** Undefined where nothing is known. */
export function sideOf(truth: Truth): 'bad' | 'good' | undefined {
  if (isBad(truth)) return 'bad'
  return truth === 'legit' ? 'good' : undefined
}

const FIRST_SHARE = 0.6

/**
 * The earlier part, on which numbers are chosen, and the later one, on which they are judged: three fifths of the labelled payments
 * lie before the moment between them. Undefined where nothing is labelled.
 */
export function splitByTime(payments: readonly KeptPayment[]): { first: Part; later: Part; atMs: number } | undefined {
  const labelled = payments.filter(({ truth }) => sideOf(truth) !== undefined)
  const times = Float64Array.from(labelled, ({ occurredAtMs }) => occurredAtMs).sort()
  const atMs = times[Math.floor(times.length * FIRST_SHARE)]
  if (atMs === undefined) return undefined
  const first = new Part(payments, Number.NEGATIVE_INFINITY, atMs)
  return { first, later: new Part(payments, atMs, Number.POSITIVE_INFINITY), atMs }
}

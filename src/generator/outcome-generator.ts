import { ArrivalHeap } from './arrival-heap.ts'
import type { GeneratedPayment } from './generate-payments.ts'
import type { MadeOutcome } from './made-outcome.ts'
import { outcomesOfPayment } from './outcomes-of-payment.ts'
import { Random } from './random.ts'

const TOLD_TWICE = 0.02
const TOLD_LATE = 0.02

/**
 * What becomes of made payments, gathered while they are given and told afterwards in order of arrival: some of it is told
 * twice, some a day or two late. One seed and the same payments give the same outcomes. Memory grows with the payments.
 */
export class OutcomeGenerator {
  private readonly random: Random
  private readonly arrivals = new ArrivalHeap<MadeOutcome>()
  private readonly seen = new Set<string>()

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  /** A payment that is given again has its outcomes already. */
  add(generated: GeneratedPayment): void {
    const { id } = generated.payment
    if (this.seen.has(id)) return
    this.seen.add(id)
    for (const outcome of outcomesOfPayment(this.random, generated)) {
      const atMs = Date.parse(outcome.occurredAt)
      const arrivesMs = this.random.chance(TOLD_LATE) ? atMs + this.random.between(1, 48) * 3_600_000 : atMs
      this.arrivals.push(arrivesMs, outcome)
      if (this.random.chance(TOLD_TWICE)) this.arrivals.push(arrivesMs + this.random.between(1, 600) * 1000, outcome)
    }
  }

  *outcomes(): Generator<MadeOutcome> {
    while (this.arrivals.nextAtMs() < Number.POSITIVE_INFINITY) yield this.arrivals.pop()!
  }
}

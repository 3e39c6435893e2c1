import type { JudgedPayment } from './judged.ts'
import type { InputReport, Sum } from './report.ts'
import { TRUTHS, type Truth } from './truth.ts'

const DAY_MS = 86_400_000

/** Which payments were judged, over which time. */
export class InputTally {
  private fromMs = Number.POSITIVE_INFINITY
  private toMs = Number.NEGATIVE_INFINITY
  private withoutAmount = 0
  private readonly truths = new Map<Truth, { payments: number; amountMinor: number }>(
    TRUTHS.map(truth => [truth, { payments: 0, amountMinor: 0 }]),
  )

  add({ occurredAtMs, amountMinor, truth }: Omit<JudgedPayment, 'id' | 'label'>): void {
    if (occurredAtMs < this.fromMs) this.fromMs = occurredAtMs
    if (occurredAtMs > this.toMs) this.toMs = occurredAtMs
    if (amountMinor === undefined) this.withoutAmount++
    const sum = this.truths.get(truth)!
    sum.payments++
    sum.amountMinor += amountMinor ?? 0
  }

  /** Rates per day are of at least one day. */
  get days(): number {
    return this.toMs > this.fromMs ? Math.max(1, (this.toMs - this.fromMs) / DAY_MS) : 1
  }

  report(baseDigits: number): Pick<InputReport, 'judged' | 'withoutAmount' | 'from' | 'to' | 'days' | 'truths'> {
    const sums = [...this.truths].map(([truth, { payments, amountMinor }]) => [
      truth,
      { payments, amount: amountMinor / 10 ** baseDigits },
    ])
    const judged = [...this.truths.values()].reduce((sum, { payments }) => sum + payments, 0)
    const at = (ms: number) => (judged === 0 ? null : new Date(ms).toISOString())
    const truths = Object.fromEntries(sums) as Record<Truth, Sum>
    return {
      judged,
      withoutAmount: this.withoutAmount,
      from: at(this.fromMs),
      to: at(this.toMs),
      days: this.days,
      truths,
    }
  }
}

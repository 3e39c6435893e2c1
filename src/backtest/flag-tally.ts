import type { Action } from '../model/decision.ts'
import type { JudgedPayment } from './judged.ts'
import type { FlagReport, Sum } from './report.ts'
import { TRUTHS, type Truth } from './truth.ts'

type Weighed = Pick<JudgedPayment, 'truth' | 'amountMinor'>

const ACTIONS: readonly Action[] = ['allow', 'review', 'block']
const FLAGGED: readonly Action[] = ['review', 'block']
const BAD: readonly Truth[] = ['fraud', 'abuse']

/** How many payments came to which action, and their amounts, apart by what is known of them. */
export class FlagTally {
  private readonly cells = new Float64Array(ACTIONS.length * TRUTHS.length * 2)

  add(action: Action, { truth, amountMinor = 0 }: Weighed): void {
    const cell = cellOf(action, truth)
    this.cells[cell]!++
    this.cells[cell + 1]! += amountMinor
  }

  /** As if payments of this truth that were added had come to another action. Amounts are minor units. */
  move(
    from: Action,
    to: Action,
    truth: Truth,
    { payments, amountMinor }: { payments: number; amountMinor: number },
  ): void {
    const [left, reached] = [cellOf(from, truth), cellOf(to, truth)]
    this.cells[left]! -= payments
    this.cells[left + 1]! -= amountMinor
    this.cells[reached]! += payments
    this.cells[reached + 1]! += amountMinor
  }

  addAll({ cells }: FlagTally): void {
    for (let at = 0; at < cells.length; at++) this.cells[at]! += cells[at]!
  }

  /** `baseDigits` are the decimals of the base currency. */
  report(days: number, baseDigits: number): FlagReport {
    const sum = (actions: readonly Action[], truths: readonly Truth[]) => this.sum(actions, truths, baseDigits)
    const [review, block] = [sum(['review'], TRUTHS), sum(['block'], TRUTHS)]
    const caught = sum(FLAGGED, BAD)
    const missed = sum(['allow'], BAD)
    const insulted = sum(FLAGGED, ['legit'])
    return {
      payments: sum(ACTIONS, TRUTHS),
      review,
      block,
      reviewsPerDay: review.payments / days,
      blocksPerDay: block.payments / days,
      caught,
      missed,
      insulted,
      insultedByBlock: sum(['block'], ['legit']),
      precision: share(caught.payments, insulted.payments),
      recall: share(caught.payments, missed.payments),
      recallByAmount: share(caught.amount, missed.amount),
    }
  }

  private sum(actions: readonly Action[], truths: readonly Truth[], baseDigits: number): Sum {
    let payments = 0
    let amountMinor = 0
    for (const action of actions) {
      for (const truth of truths) {
        const cell = cellOf(action, truth)
        payments += this.cells[cell]!
        amountMinor += this.cells[cell + 1]!
      }
    }
    return { payments, amount: amountMinor / 10 ** baseDigits }
  }
}

function cellOf(action: Action, truth: Truth): number {
  return 2 * (ACTIONS.indexOf(action) * TRUTHS.length + TRUTHS.indexOf(truth))
}

/** The share of the first in both; null of nothing. */
export function share(some: number, others: number): number | null {
  return some + others === 0 ? null : some / (some + others)
}

import type { Job } from '../job/job.ts'
import { type Expected, jobOracle } from '../job/job-oracle.ts'
import { type JobPayment, numberOf } from '../job/job-payments.ts'

interface Decided {
  paymentId: string
  action: string
  score: number
  hits: { rule: string; reason: string }[]
}

/** Holds what contenders decided against the oracle: each payment of a stretch, with the same hits and reasons. */
export class DecisionCheck {
  private readonly expected: string[]
  private readonly seen: Uint8Array

  /** Of payments 0 … `count` − 1. */
  constructor(job: Job, payment: (number: number) => JobPayment, count: number) {
    const oracle = jobOracle(job)
    this.expected = Array.from({ length: count }, (_, number) => textOf(oracle(payment(number))))
    this.seen = new Uint8Array(count)
  }

  /** Throws, with both texts, on a decision that the oracle would not have made. */
  take(text: string): void {
    const decided = JSON.parse(text) as Decided
    const number = numberOf(decided.paymentId)
    const expected = this.expected[number]
    if (expected === undefined) throw new Error(`nobody asked for a decision on ${decided.paymentId}`)
    const { action, score, hits } = decided
    const found = textOf({ action, score, hits: hits.map(({ rule, reason }) => `${rule}: ${reason}`) })
    if (found !== expected) {
      throw new Error(
        `${decided.paymentId} was decided\n${onlyIn(found, expected)}\nand the oracle says\n${onlyIn(expected, found)}`,
      )
    }
    this.seen[number] = 1
  }

  /** Whether each payment has a decision. A decision may come more than once: contenders that crash or share repeat some. */
  isComplete(): boolean {
    return !this.seen.includes(0)
  }

  /** Throws when a payment has no decision. */
  finish(): { payments: number; flagged: number } {
    const missing = this.seen.indexOf(0)
    if (missing >= 0) throw new Error(`payment number ${missing} has no decision`)
    const flagged = this.expected.filter(each => !each.startsWith('allow')).length
    return { payments: this.seen.length, flagged }
  }
}

function onlyIn(text: string, other: string): string {
  const known = new Set(other.split('; '))
  const own = text.split('; ').filter(each => !known.has(each))
  return own
    .slice(0, 3)
    .map(each => `  ${each}`)
    .join('\n')
}

/** One text for each verdict: the order of hits says nothing. */
function textOf({ action, score, hits }: Expected): string {
  return [`${action} ${score}`, ...hits.toSorted()].join('; ')
}

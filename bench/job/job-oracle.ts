import { type Job, KEYS, type Pair, pairsOf } from './job.ts'
import type { JobPayment } from './job-payments.ts'
import { BLOCK_FROM, type JobRule, jobRule, REVIEW_FROM, RULE_SCORE } from './job-rule.ts'

/** What is compared of a decision: action, score, and each hit with its reason, which quotes a count and a sum. */
export interface Expected {
  action: string
  score: number
  hits: string[]
}

const KEY_NAMES = Object.keys(KEYS)

/**
 * The answers that every contender has to give, worked out in the plainest way that still ends: for each window of each key
 * a queue of what is inside. Takes payments in order of time. Shares no code with any contender.
 */
export function jobOracle(job: Job): (payment: JobPayment) => Expected {
  const pairs = pairsOf(job)
  const rules = Array.from({ length: job.rules }, (_, number) => jobRule(number, pairs.length))
  const windows = pairs.map(() => new Map<number, Inside>())
  return payment => {
    const found = pairs.map((pair, at) => {
      const key = payment.keyNumbers[KEY_NAMES.indexOf(pair.key)]!
      const inside = windows[at]!.get(key) ?? { payments: [], first: 0, sumMinor: 0 }
      windows[at]!.set(key, inside)
      enter(inside, payment, pair)
      return { count: inside.payments.length - inside.first, sumMinor: inside.sumMinor }
    })
    const hit = rules.filter(rule => holds(rule, found, payment, job))
    const score = hit.length * RULE_SCORE
    const action = score >= BLOCK_FROM ? 'block' : score >= REVIEW_FROM ? 'review' : 'allow'
    return { action, score, hits: hit.map(rule => `${rule.name}: ${reasonOf(rule, pairs, found, job)}`) }
  }
}

interface Inside {
  payments: { timeMs: number; amountMinor: number }[]
  /** Those before it have left the window. */
  first: number
  sumMinor: number
}

interface Found {
  count: number
  sumMinor: number
}

function enter(inside: Inside, { timeMs, amountMinor }: JobPayment, { windowMinutes }: Pair): void {
  inside.payments.push({ timeMs, amountMinor })
  inside.sumMinor += amountMinor
  while (inside.payments[inside.first]!.timeMs <= timeMs - windowMinutes * 60_000) {
    inside.sumMinor -= inside.payments[inside.first]!.amountMinor
    inside.first++
  }
  if (inside.first > 1000 && inside.first * 2 > inside.payments.length) {
    inside.payments.splice(0, inside.first)
    inside.first = 0
  }
}

function holds(rule: JobRule, found: readonly Found[], { amountMinor }: JobPayment, { sums }: Job): boolean {
  if (found[rule.pair]!.count < rule.countMin || amountMinor <= rule.amountMinorMin) return false
  return (
    !sums || (found[rule.pair]!.sumMinor > rule.sumMinorMin && found[rule.otherPair]!.sumMinor > rule.otherMinorMin)
  )
}

function reasonOf(rule: JobRule, pairs: readonly Pair[], found: readonly Found[], { sums }: Job): string {
  const { key, windowMinutes } = pairs[rule.pair]!
  const { count, sumMinor } = found[rule.pair]!
  return `${count} payments${sums ? ` worth ${(sumMinor / 100).toFixed(2)}` : ''} on this ${key} within ${windowMinutes}m`
}

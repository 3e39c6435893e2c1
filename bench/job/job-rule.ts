/**
 * A rule of the job by its number: `count ≥ countMin`, `sum > sumMin`, and `amount > amountMin` with `other sum > otherMin`.
 * All but the last condition hold for most payments, so that a rule is not settled by its first line. The peers in Java
 * work the same numbers out (bench/peers/common), and the equality check would tell if they did not.
 */
export interface JobRule {
  name: string
  /** Index in `pairsOf(job)` of the window that is counted and summed. */
  pair: number
  /** Index of the window whose sum the last condition asks for. */
  otherPair: number
  countMin: number
  /** Cents, as all that follows. */
  sumMinorMin: number
  amountMinorMin: number
  otherMinorMin: number
}

export const RULE_SCORE = 20
export const REVIEW_FROM = 40
export const BLOCK_FROM = 400

export function jobRule(number: number, pairs: number): JobRule {
  return {
    name: `bench-${number}`,
    pair: number % pairs,
    otherPair: (number * 7 + 3) % pairs,
    countMin: number % 3 === 2 ? 2 : 1,
    sumMinorMin: 1000 + 10 * (number % 100),
    amountMinorMin: 25_000 + 5000 * (number % 40),
    otherMinorMin: 30_000 + 100 * (number % 100),
  }
}

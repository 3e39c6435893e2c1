import type { FoldedBucket } from './folded-bucket.ts'

/** More than this many answers about one part are not kept. */
const ANSWERS_MAX = 64

/**
 * The oldest events of a log, folded into time buckets that do not overlap, in order of time. Never changed once made.
 *
 * A value that is read over it is that of the window stretched to the ends of the buckets it touches: `count`, `distinct`
 * and the `sum` of amounts that are not negative lie between the exact value of the window and the exact value of the
 * stretched one. What that leaves out, and what other functions give, is told in fold-records.ts.
 */
export class FoldedPart {
  readonly buckets: readonly FoldedBucket[]
  readonly firstMs: number
  readonly lastMs: number
  /** About what it takes in memory. */
  readonly heldBytes: number
  /** What its events count as: every counted byte that occurs. */
  private readonly kinds: readonly number[]
  /** What was asked before, by name: a window touches the same buckets for long. */
  private readonly answers = new Map<string, unknown>()

  /** There must be a bucket. */
  constructor(buckets: readonly FoldedBucket[]) {
    this.buckets = buckets
    this.firstMs = buckets[0]!.firstMs
    this.lastMs = buckets.at(-1)!.lastMs
    const kinds = new Set<number>()
    let entries = 0
    for (const { rows, columns } of buckets) {
      for (const kind of rows.keys()) kinds.add(kind)
      entries += rows.size * 2 + columns.length
      for (const { values, others } of columns) entries += values.size + others.size
    }
    this.heldBytes = entries * 100
    this.kinds = [...kinds]
  }

  /** The counted bytes that occur and have one of these bits. */
  kindsOf(counted: number): readonly number[] {
    return this.kinds.filter(kind => (kind & counted) !== 0)
  }

  /** The buckets that the window `(afterMs, untilMs]` touches, or undefined when it touches none. */
  reach(afterMs: number, untilMs: number): FoldedReach | undefined {
    if (afterMs >= this.lastMs || untilMs < this.firstMs) return undefined
    const { buckets } = this
    let from = 0
    while (buckets[from]!.lastMs <= afterMs) from++
    let to = buckets.length
    while (to > from && buckets[to - 1]!.firstMs > untilMs) to--
    return to === from ? undefined : { part: this, from, to }
  }

  /** What `work` gives, which is asked once: the same name must always stand for the same work. */
  once<Answer>(name: string, work: () => Answer): Answer {
    const known = this.answers.get(name)
    if (known !== undefined) return known as Answer
    const answer = work()
    if (this.answers.size >= ANSWERS_MAX) this.answers.clear()
    this.answers.set(name, answer)
    return answer
  }
}

/** Buckets `from` up to, not including, `to`: at least one. */
export interface FoldedReach {
  part: FoldedPart
  from: number
  to: number
}

import { valueKey } from './folded-bucket.ts'
import type { FoldedReach } from './folded-part.ts'
import { type Matching, matchedIn } from './match-folded.ts'
import { matchedEnd } from './summarise-folded.ts'

/** Values that folded events have in a column. */
export interface FoldedKeys {
  known: ReadonlySet<number>
  /** How many there may be besides, at most. */
  others: number
}

/** The values of a kind of events in the buckets. */
export function foldedKeys(reach: FoldedReach, counted: number, column: number): FoldedKeys {
  const { part, from } = reach
  const end = matchedEnd(reach, [{ column, key: 0 }])
  return part.once(`keys ${counted} ${column} ${from} ${end}`, () => {
    const known = new Set<number>()
    let others = 0
    for (let at = from; at < end; at++) {
      const folded = part.buckets[at]!.columns[column]!
      for (const key of folded.values.keys()) if (((key % 256) & counted) !== 0) known.add(Math.floor(key / 256))
      for (const [kind, each] of folded.others) if ((kind & counted) !== 0) others += each.distinct
    }
    return { known, others }
  })
}

export interface SeenTimes {
  firstMs: number
  lastMs: number
}

/** When a value may first and last have been seen among events that match, or undefined when it was not. */
export function foldedSeen(
  reach: FoldedReach,
  counted: number,
  column: number,
  key: number,
  matching: Matching,
): SeenTimes | undefined {
  const { part, from } = reach
  const kinds = part.kindsOf(counted)
  const end = matchedEnd(reach, [{ column, key }, ...matching])
  let seen: SeenTimes | undefined
  for (let at = from; at < end; at++) {
    const bucket = part.buckets[at]!
    if (matching.length > 0 && matchedIn(bucket, kinds, matching).count === 0) continue
    const { values, others } = bucket.columns[column]!
    for (const kind of kinds) {
      const lost = others.get(kind)
      const maybe = lost && { firstMs: Math.min(lost.firstMs, bucket.firstMs), lastMs: bucket.lastMs }
      for (const each of [values.get(valueKey(key, kind)), maybe]) {
        if (each === undefined) continue
        seen ??= { firstMs: each.firstMs, lastMs: each.lastMs }
        seen.firstMs = Math.min(seen.firstMs, each.firstMs)
        seen.lastMs = Math.max(seen.lastMs, each.lastMs)
      }
    }
  }
  return seen
}

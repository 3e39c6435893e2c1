import { type FoldedBucket, valueKey } from './folded-bucket.ts'

/** Columns and the value that each must have. */
export type Matching = readonly { column: number; key: number }[]

export interface Matched {
  count: number
  valued: number
  sum: number
}

/**
 * At most how many events of the bucket match, those included of which only that they may: of several columns the one that
 * fewest match. `kinds` are the counted bytes asked for.
 */
export function matchedIn(bucket: FoldedBucket, kinds: readonly number[], matching: Matching): Matched {
  let least: Matched | undefined
  for (const { column, key } of matching) {
    const { values, others } = bucket.columns[column]!
    const matched = { count: 0, valued: 0, sum: 0 }
    for (const kind of kinds) {
      for (const each of [values.get(valueKey(key, kind)), others.get(kind)]) {
        if (each === undefined) continue
        matched.count += each.count
        matched.valued += each.valued
        matched.sum += each.sum
      }
    }
    if (least === undefined || matched.count < least.count) least = matched
  }
  return least ?? { count: 0, valued: 0, sum: 0 }
}

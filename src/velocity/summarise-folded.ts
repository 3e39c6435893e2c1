import { columnKey } from './column.ts'
import { evenPoints, type WeightedValue } from './even-points.ts'
import { type FoldedBucket, spreadTogether, weighed } from './folded-bucket.ts'
import type { FoldedReach } from './folded-part.ts'
import { type Matching, matchedIn } from './match-folded.ts'
import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'

/** Folded events added up, in the units of `FoldedRow`. */
export interface FoldedSummary {
  count: number
  valued: number
  sum: number
  spread: number
  /** What their stored values are about; the least and the greatest are exact. */
  values: WeightedValue[]
}

/** How many values stand for all that a window touches. */
const SUMMARY_POINTS = 65

/** Everything of a kind in the buckets. */
export function summariseFolded({ part, from, to }: FoldedReach, { counted }: Selection): FoldedSummary {
  return part.once(`sum ${counted} ${from} ${to}`, () => addUp(part.buckets.slice(from, to), counted))
}

function addUp(buckets: readonly FoldedBucket[], counted: number): FoldedSummary {
  const summary: FoldedSummary = { count: 0, valued: 0, sum: 0, spread: 0, values: [] }
  for (const { rows } of buckets) {
    for (const [kind, row] of rows) {
      if ((kind & counted) === 0) continue
      summary.spread = spreadTogether(summary, row)
      summary.count += row.count
      summary.valued += row.valued
      summary.sum += row.sum
      summary.values.push(...weighed(row))
    }
  }
  if (summary.values.length > SUMMARY_POINTS) {
    const points = evenPoints(summary.values, SUMMARY_POINTS)
    summary.values = points.map(value => ({ value, weight: summary.valued / SUMMARY_POINTS }))
  }
  return summary
}

/** The same of the events whose columns match; of each bucket's only the average value is known. */
export function summariseMatched(
  reach: FoldedReach,
  selection: Selection,
  matching: Matching,
  unitsPerOne: number,
): FoldedSummary {
  const summary: FoldedSummary = { count: 0, valued: 0, sum: 0, spread: 0, values: [] }
  const end = matchedEnd(reach, matching)
  const kinds = reach.part.kindsOf(selection.counted)
  for (let at = reach.from; at < end; at++) {
    const matched = matchedIn(reach.part.buckets[at]!, kinds, matching)
    summary.spread = spreadTogether(summary, { ...matched, spread: 0 })
    summary.count += matched.count
    summary.valued += matched.valued
    summary.sum += matched.sum
    if (matched.valued > 0) {
      summary.values.push({ value: matched.sum / matched.valued / unitsPerOne, weight: matched.valued })
    }
  }
  return summary
}

/** What of the event's own record is to be matched. */
export function matchingOf(slab: Slab, slot: number, columns: readonly number[]): Matching {
  return columns.map(column => ({ column, key: columnKey(slab, slot, column) }))
}

/** Where the buckets end that know of these columns what the reach asks: see `FoldedColumn.isMovedOn`. */
export function matchedEnd({ part, to }: FoldedReach, matching: Matching): number {
  let end = to
  for (const { column } of matching) {
    let at = to
    while (at < part.buckets.length && part.buckets[at - 1]!.columns[column]!.isMovedOn) at++
    end = Math.max(end, at)
  }
  return end
}

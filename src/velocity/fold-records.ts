import {
  addOthers,
  addValue,
  bucketOf,
  copyOfColumn,
  FOLDED_COLUMNS,
  type FoldedBucket,
  type FoldedColumn,
  type FoldedOthers,
  type FoldedValue,
  mergedBuckets,
} from './folded-bucket.ts'
import { FoldedPart } from './folded-part.ts'
import type { Slab } from './slab.ts'

export interface FoldOptions {
  /** How many events a log may hold before it is folded; buckets and values are bounded by a share of it. */
  eventsMax: number
  /** Events before this are in no window any more and are dropped. */
  oldestMs: number
  /** See `TallyNeeds`. */
  unitsPerOne: number
}

const BUCKETS_MIN = 4
const BUCKETS_MAX = 128
const VALUES_MIN = 128
const VALUES_MAX = 1024

/** A folded part must be small beside the records that it stands for. */
const EVENTS_PER_ENTRY = 64

/**
 * Folds records into a log's folded part, and answers the new one; undefined when nothing is left. Beyond the bound on
 * buckets, neighbours that together span the least time become one.
 *
 * What stays known, per bucket and kind: how many, how many with a value, sum, standard deviation, and nine order
 * statistics; and for each column, per value, how many, their sum, first and last time. Hence, over folded buckets:
 * - `min`, `max`, `avg`, `stddev` and ratios are those of the window and all of the buckets it touches, `median` and
 *   `percentile` about those of it;
 * - a `where` is taken to hold for every folded event;
 * - with further columns to match, `count`, `sum` and `distinct` may be those of any one of these columns, whichever is
 *   least, and of a bucket's events only their average is known;
 * - `streak` counts all events of the last bucket that the run may reach into and that could belong to it;
 * - `first_seen`, `last_seen` and `seen_before` see everything in the window and the buckets it touches.
 * Beyond the bound on values per column the oldest buckets lose theirs: a value that the next bucket has too is counted
 * there, others are only known by their number. All of that counts too much rather than too little.
 */
export function foldRecords(
  part: FoldedPart | undefined,
  slab: Slab,
  slots: readonly number[],
  { eventsMax, oldestMs, unitsPerOne }: FoldOptions,
): FoldedPart | undefined {
  const share = Math.ceil(eventsMax / EVENTS_PER_ENTRY)
  const bucketsMax = Math.min(Math.max(share, BUCKETS_MIN), BUCKETS_MAX)
  const old = (part?.buckets ?? []).filter(bucket => bucket.lastMs >= oldestMs)
  const counting = slots.filter(slot => slab.counted(slot) !== 0 && slab.time(slot) >= oldestMs)
  counting.sort((a, b) => slab.time(a) - slab.time(b))
  const buckets = [...old]
  const fresh = new Set<FoldedBucket>()
  for (const run of runsBetween(old, slab, counting, Math.ceil((2 * counting.length) / bucketsMax))) {
    const bucket = bucketOf(slab, run.slots, unitsPerOne)
    if (run.inside < 0) {
      buckets.push(bucket)
      fresh.add(bucket)
    } else buckets[run.inside] = mergedBuckets(bucket, buckets[run.inside]!)
  }
  buckets.sort((a, b) => a.firstMs - b.firstMs)
  passOnMoves(buckets, fresh)
  mergeNearest(buckets, bucketsMax)
  const valuesMax = Math.min(Math.max(share, VALUES_MIN), VALUES_MAX)
  for (let column = 0; column < FOLDED_COLUMNS; column++) boundValues(buckets, column, valuesMax)
  return buckets.length === 0 ? undefined : new FoldedPart(buckets)
}

/** Records that make one bucket, or, where `inside` is not -1, that belong into a bucket there is. */
interface Run {
  slots: number[]
  inside: number
}

/** Runs of about `length` records; those of one time stay together, so that buckets do not overlap. */
function runsBetween(buckets: readonly FoldedBucket[], slab: Slab, slots: readonly number[], length: number): Run[] {
  const runs: Run[] = []
  let next = 0
  let run: Run | undefined
  let beforeMs = Number.NaN
  for (const slot of slots) {
    const timeMs = slab.time(slot)
    while (next < buckets.length && buckets[next]!.lastMs < timeMs) {
      next++
      run = undefined
    }
    const inside = next < buckets.length && buckets[next]!.firstMs <= timeMs ? next : -1
    const isFull = inside < 0 && run !== undefined && run.slots.length >= length && timeMs !== beforeMs
    if (run === undefined || run.inside !== inside || isFull) {
      run = { slots: [], inside }
      runs.push(run)
    }
    run.slots.push(slot)
    beforeMs = timeMs
  }
  return runs
}

/** A new bucket between one whose values were moved on and the one that has them passes on the question for them. */
function passOnMoves(buckets: readonly FoldedBucket[], fresh: ReadonlySet<FoldedBucket>): void {
  for (let at = 1; at < buckets.length; at++) {
    if (!fresh.has(buckets[at]!)) continue
    for (const [number, column] of buckets[at]!.columns.entries()) {
      column.isMovedOn = buckets[at - 1]!.columns[number]!.isMovedOn
    }
  }
}

function mergeNearest(buckets: FoldedBucket[], countMax: number): void {
  while (buckets.length > countMax) {
    let nearest = 0
    let leastMs = Number.POSITIVE_INFINITY
    for (let at = 0; at + 1 < buckets.length; at++) {
      const spanMs = buckets[at + 1]!.lastMs - buckets[at]!.firstMs
      if (spanMs < leastMs) {
        leastMs = spanMs
        nearest = at
      }
    }
    buckets.splice(nearest, 2, mergedBuckets(buckets[nearest]!, buckets[nearest + 1]!))
  }
}

function boundValues(buckets: FoldedBucket[], column: number, countMax: number): void {
  let count = 0
  for (const { columns } of buckets) count += columns[column]!.values.size
  for (let at = 0; at < buckets.length && count > countMax; at++) {
    const { values, others, isMovedOn } = buckets[at]!.columns[column]!
    if (values.size === 0) continue
    const own: FoldedColumn = { values: new Map(), others: new Map(others), isMovedOn }
    const next = buckets[at + 1]?.columns[column]
    const moved = new Map<number, FoldedValue>()
    const lost = new Map<number, FoldedOthers>()
    for (const [key, value] of values) {
      if (next?.values.has(key)) moved.set(key, value)
      else loseValue(lost, key % 256, value)
    }
    for (const [kind, each] of lost) addOthers(own.others, kind, each)
    count -= values.size
    if (next !== undefined && moved.size > 0) {
      own.isMovedOn = true
      const receiving = copyOfColumn(next)
      for (const [key, value] of moved) addValue(receiving.values, key, value)
      buckets[at + 1] = withColumn(buckets[at + 1]!, column, receiving)
    }
    buckets[at] = withColumn(buckets[at]!, column, own)
  }
}

/** There may be very many, so they are added up in place. */
function loseValue(lost: Map<number, FoldedOthers>, kind: number, { count, valued, sum, firstMs }: FoldedValue): void {
  const others = lost.get(kind)
  if (others === undefined) {
    lost.set(kind, { count, valued, sum, distinct: 1, firstMs })
    return
  }
  others.count += count
  others.valued += valued
  others.sum += sum
  others.distinct++
  others.firstMs = Math.min(others.firstMs, firstMs)
}

function withColumn(bucket: FoldedBucket, column: number, replacement: FoldedColumn): FoldedBucket {
  return { ...bucket, columns: bucket.columns.map((each, at) => (at === column ? replacement : each)) }
}

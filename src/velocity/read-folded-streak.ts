import type { CompiledVelocity } from './compile-plan.ts'
import type { FoldedBucket } from './folded-bucket.ts'
import type { FoldedReach } from './folded-part.ts'
import { COUNTED_BITS } from './record.ts'

/** The records of a window that take part in a streak, in order of time; at least as many as `runStart` says. */
export interface StreakRecords {
  length: number
  /** Where the run of the last of them begins. */
  runStart: number
  timeAt(at: number): number
  /** Of the last of them. */
  lastValue: number
}

/** Not known which value the latest event had. */
const UNKNOWN = 0

/**
 * The length of a run that may reach into folded events: at least what it would be without folding. It ends only at an
 * event that certainly is of another value and certainly came in the window.
 */
export function runWithFolded(
  velocity: CompiledVelocity,
  reach: FoldedReach,
  records: StreakRecords,
  untilMs: number,
): number {
  const { buckets } = reach.part
  const foldedUntilMs = buckets[reach.to - 1]!.lastMs
  const { length, runStart, lastValue } = records
  const isLatestKept = length > 0 && records.timeAt(length - 1) >= foldedUntilMs
  if (isLatestKept && velocity.isStreakOfKind && lastValue !== 1) return 0
  if (isLatestKept && runStart > 0 && records.timeAt(runStart - 1) >= foldedUntilMs) return length - runStart
  let run = length
  let value = isLatestKept ? lastValue : UNKNOWN
  for (let at = reach.to - 1; at >= reach.from; at--) {
    const bucket = buckets[at]!
    const isWhole = bucket.lastMs <= untilMs
    if (value === UNKNOWN && length === 0 && isWhole) value = latestIn(bucket, velocity)
    const { all, alike, isBroken } = membersOf(bucket, velocity, value)
    run += value === UNKNOWN && !velocity.isStreakOfKind ? all : alike
    if (isBroken && isWhole && isLatestCertain(velocity, value)) break
  }
  return run
}

function isLatestCertain(velocity: CompiledVelocity, value: number): boolean {
  const isKnownWhichCount = velocity.match.length === 0 && velocity.selection.where === undefined
  return isKnownWhichCount && (velocity.isStreakOfKind || value !== UNKNOWN)
}

interface Members {
  all: number
  alike: number
  /** True when one of them is certainly of another value. */
  isBroken: boolean
}

function membersOf(bucket: FoldedBucket, velocity: CompiledVelocity, value: number): Members {
  const { counted } = velocity.selection
  const members = { all: 0, alike: 0, isBroken: false }
  if (velocity.isStreakOfKind) {
    const bit = COUNTED_BITS[velocity.definition.field as keyof typeof COUNTED_BITS]
    for (const [kind, row] of bucket.rows) {
      if ((kind & counted) === 0) continue
      members.all += row.count
      if ((kind & bit) !== 0) members.alike += row.count
      else members.isBroken = true
    }
    return members
  }
  const { values, others } = bucket.columns[velocity.column]!
  for (const [key, each] of values) {
    if (((key % 256) & counted) === 0) continue
    members.all += each.count
    if (Math.floor(key / 256) === value) members.alike += each.count
    // One that was moved here from an older bucket may have come before all others here.
    else if (each.lastMs >= bucket.firstMs) members.isBroken = true
  }
  for (const [kind, each] of others) {
    if ((kind & counted) === 0) continue
    members.all += each.count
    members.alike += each.count
  }
  return members
}

/** The value of the latest event of a bucket, where that is certain. */
function latestIn(bucket: FoldedBucket, velocity: CompiledVelocity): number {
  const { column, selection, match, isStreakOfKind } = velocity
  if (isStreakOfKind || match.length > 0 || selection.where !== undefined) return UNKNOWN
  const { values, others, isMovedOn } = bucket.columns[column]!
  if (isMovedOn || others.size > 0) return UNKNOWN
  let latest = UNKNOWN
  let lastMs = Number.NEGATIVE_INFINITY
  for (const [key, value] of values) {
    if (((key % 256) & selection.counted) === 0 || value.lastMs < lastMs) continue
    const own = Math.floor(key / 256)
    latest = value.lastMs === lastMs && own !== latest ? UNKNOWN : own
    lastMs = value.lastMs
  }
  return latest
}

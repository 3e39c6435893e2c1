import { columnKey } from './column.ts'
import type { CompiledVelocity } from './compile-plan.ts'
import { foldedSeen } from './folded-values.ts'
import type { LogView } from './log-view.ts'
import type { VelocityReader, VelocityValue } from './read-velocity.ts'
import type { Standing } from './standing.ts'
import { matchingOf } from './summarise-folded.ts'
import { countUntil } from './value-index.ts'

/**
 * When the event's own value of the field was first or last seen in the window, in whole seconds before the event, or
 * whether it was seen at all. `last_seen` and `seen_before` never look at the event itself, `first_seen` does unless the
 * velocity excludes it. Absent when the event has no such value, or when it was not seen.
 */
export function readSeen(
  reader: VelocityReader,
  velocity: CompiledVelocity,
  standing: Standing,
  view: LogView | undefined,
  match: readonly number[],
): VelocityValue {
  const { fn, current } = velocity.definition
  const key = columnKey(reader.slab, standing.slot, velocity.column)
  if (key === 0) return undefined
  const leaveOut = standing.isIn && (fn !== 'first_seen' || current === 'exclude')
  const seen =
    view === undefined ? scanned(reader, velocity, standing, match, key) : indexed(velocity, standing, view, key)
  // In order of time and then position the event itself comes last, because it came last of all that it sees.
  if (leaveOut && velocity.selection.has(standing.slot)) seen.count--
  const { reach } = standing
  const matching = reach === undefined ? [] : matchingOf(reader.slab, standing.slot, velocity.match)
  const folded = reach && foldedSeen(reach, velocity.selection.counted, velocity.column, key, matching)
  if (fn === 'seen_before') return seen.count > 0 || folded !== undefined
  if (seen.count <= 0 && folded === undefined) return undefined
  let seenMs = fn === 'first_seen' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  if (seen.count > 0) seenMs = seen.timeAt(fn === 'first_seen' ? 0 : seen.count - 1)
  if (folded !== undefined) {
    seenMs = fn === 'first_seen' ? Math.min(seenMs, folded.firstMs) : Math.max(seenMs, folded.lastMs)
    seenMs = Math.min(seenMs, standing.timeMs) // the bucket may hold later events too
  }
  return Math.floor((standing.timeMs - seenMs) / 1000)
}

/** The records in the window with the event's own value, by time and then position. */
interface Seen {
  count: number
  timeAt(at: number): number
}

function indexed(velocity: CompiledVelocity, standing: Standing, view: LogView, key: number): Seen {
  const times = view.valueIndex(velocity).timesOf(key, view.indexed)
  const from = countUntil(times, velocity.group.after(standing.timeMs))
  return { count: countUntil(times, standing.timeMs) - from, timeAt: at => times[from + at]! }
}

function scanned(
  { scan, slab }: VelocityReader,
  velocity: CompiledVelocity,
  standing: Standing,
  match: readonly number[],
  key: number,
): Seen {
  scan.gather(standing, velocity.group.after(standing.timeMs), velocity.selection, match)
  let count = 0
  for (let at = 0; at < scan.count; at++) {
    const slot = scan.slots[at]!
    if (columnKey(slab, slot, velocity.column) === key) scan.slots[count++] = slot
  }
  return { count, timeAt: at => slab.time(scan.slots[at]!) }
}

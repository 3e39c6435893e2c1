import type { CompiledVelocity } from './compile-plan.ts'
import type { LogView } from './log-view.ts'
import { runWithFolded } from './read-folded-streak.ts'
import type { VelocityReader } from './read-velocity.ts'
import type { Standing } from './standing.ts'

/**
 * How many of the latest events of the window are of the kind asked for or, with a field, share the latest one's value.
 * Events without a value of the field take no part.
 */
export function readStreak(
  reader: VelocityReader,
  velocity: CompiledVelocity,
  standing: Standing,
  view: LogView | undefined,
  match: readonly number[],
): number {
  const leaveOut =
    velocity.definition.current === 'exclude' &&
    standing.isIn &&
    velocity.selection.has(standing.slot) &&
    velocity.streakValue(standing.slot) !== 0
  // The event itself comes last of all that it sees, so leaving it out is leaving out the last.
  const skipped = leaveOut ? 1 : 0
  if (view !== undefined) return indexed(velocity, standing, view, skipped)
  return scanned(reader, velocity, standing, match, skipped)
}

function indexed(velocity: CompiledVelocity, standing: Standing, view: LogView, skipped: number): number {
  const streaks = view.streakIndex(velocity)
  const { order } = streaks
  const end = order.firstAfter(standing.timeMs) - skipped
  const from = order.firstAfter(velocity.group.after(standing.timeMs))
  if (standing.reach !== undefined) {
    const length = Math.max(0, end - from)
    const runStart = length === 0 ? 0 : Math.max(0, streaks.runStart(end - 1) - from)
    const lastValue = length === 0 ? 0 : streaks.valueAt(end - 1)
    const records = { length, runStart, lastValue, timeAt: (at: number) => order.time(from + at) }
    return runWithFolded(velocity, standing.reach, records, standing.timeMs)
  }
  if (end <= from || !isRun(velocity, streaks.valueAt(end - 1))) return 0
  return end - Math.max(from, streaks.runStart(end - 1))
}

function scanned(
  { scan, slab }: VelocityReader,
  velocity: CompiledVelocity,
  standing: Standing,
  match: readonly number[],
  skipped: number,
): number {
  scan.gather(standing, velocity.group.after(standing.timeMs), velocity.selection, match)
  if (standing.reach !== undefined) {
    const slots = [...scan.slots.subarray(0, scan.count)].filter(slot => velocity.streakValue(slot) !== 0)
    slots.length = Math.max(0, slots.length - skipped)
    const lastValue = slots.length === 0 ? 0 : velocity.streakValue(slots.at(-1)!)
    const runStart = slots.findLastIndex(slot => velocity.streakValue(slot) !== lastValue) + 1
    const records = { length: slots.length, runStart, lastValue, timeAt: (at: number) => slab.time(slots[at]!) }
    return runWithFolded(velocity, standing.reach, records, standing.timeMs)
  }
  let length = 0
  let run = 0
  let toSkip = skipped
  for (let at = scan.count - 1; at >= 0; at--) {
    const value = velocity.streakValue(scan.slots[at]!)
    if (value === 0) continue
    if (toSkip > 0) {
      toSkip--
      continue
    }
    if (length === 0 && isRun(velocity, value)) run = value
    if (value !== run) break
    length++
  }
  return length
}

function isRun(velocity: CompiledVelocity, value: number): boolean {
  return !velocity.isStreakOfKind || value === 1
}

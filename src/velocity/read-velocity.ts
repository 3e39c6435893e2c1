import { columnKey } from './column.ts'
import type { CompiledVelocity } from './compile-plan.ts'
import { type LogView, viewUpTo } from './log-view.ts'
import { readSeen } from './read-seen.ts'
import { readStreak } from './read-streak.ts'
import { readTally } from './read-tally.ts'
import { LONG_LOG_RECORDS } from './record-log.ts'
import type { Slab } from './slab.ts'
import type { Standing } from './standing.ts'
import { Tally } from './tally.ts'
import { WindowScan } from './window-scan.ts'

/** A value, or undefined when absent. */
export type VelocityValue = number | boolean | undefined

const NO_MATCH: readonly number[] = []

/** Reads velocities of events that stand in logs. Pure: what it keeps only saves work. */
export class VelocityReader {
  readonly slab: Slab
  readonly scan: WindowScan
  /** The tally of the running window that is being read. */
  readonly tally: Tally

  constructor(slab: Slab) {
    this.slab = slab
    this.scan = new WindowScan(slab)
    this.tally = new Tally(slab)
  }

  /** The value of a velocity as of `standing`, which may be changed. Amounts are in major units. */
  read(velocity: CompiledVelocity, standing: Standing, planSerial: number): VelocityValue {
    let { match } = velocity
    for (const column of match) if (columnKey(this.slab, standing.slot, column) === 0) return undefined
    const { folded } = standing.log
    standing.reach = folded?.reach(velocity.group.after(standing.timeMs), standing.timeMs)
    if (match.length > 0 && standing.index >= LONG_LOG_RECORDS) {
      this.enterPart(standing, match)
      match = NO_MATCH
    }
    const { log, index } = standing
    const view = index < LONG_LOG_RECORDS ? undefined : viewUpTo(log, index, planSerial, this.slab, this.tally)
    return this.readIn(velocity, standing, view, match)
  }

  private readIn(
    velocity: CompiledVelocity,
    standing: Standing,
    view: LogView | undefined,
    match: readonly number[],
  ): VelocityValue {
    switch (velocity.definition.fn) {
      case 'first_seen':
      case 'last_seen':
      case 'seen_before':
        return readSeen(this, velocity, standing, view, match)
      case 'streak':
        return readStreak(this, velocity, standing, view, match)
      default:
        return readTally(this, velocity, standing, view, match)
    }
  }

  /** From a long log to the part of it that has the event's values in further columns. */
  private enterPart(standing: Standing, match: readonly number[]): void {
    const position = standing.log.base + standing.index
    const { log, positions } = standing.log.keyedWithin(match).partOf(standing.slot)
    let low = 0
    let high = positions.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (positions[middle]! <= position) low = middle + 1
      else high = middle
    }
    standing.log = log
    standing.index = low - 1
  }
}

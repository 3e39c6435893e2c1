import { foldRecords } from './fold-records.ts'
import type { FoldedPart } from './folded-part.ts'
import type { LogSpec } from './plan.ts'
import { ownField } from './plan-velocities.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'
import { OWN_UNITS_PER_ONE } from './units.ts'

/** How many events a log may hold unless said otherwise. */
export const KEY_EVENTS_MAX = 200_000

/** What a log may hold, and what of it is needed. */
export interface LogBound {
  eventsMax: number
  keepMs: number
  /** See `TallyNeeds`. */
  unitsPerOne: number
}

export function boundOf({ keepMs, own }: LogSpec, eventsMax: number): LogBound {
  const isNumber = own !== undefined && ownField(own) === 'number'
  return { eventsMax, keepMs, unitsPerOne: isNumber ? OWN_UNITS_PER_ONE : 1 }
}

/** What becomes of a log: so many of its oldest records go, and `part` stands for them and for those folded before. */
export interface Fold {
  count: number
  part: FoldedPart | undefined
}

/**
 * How a log that holds more than it may is brought down to half of that, or undefined when it need not or cannot be: the
 * records of the latest batch always stay. To be asked between batches.
 */
export function foldOf(log: RecordLog, slab: Slab, bound: LogBound): Fold | undefined {
  const { slots } = log
  if (slots.length <= bound.eventsMax) return undefined
  const count = Math.min(slots.length - (bound.eventsMax >> 1), log.settledCount)
  if (count <= 0) return undefined
  const oldestMs = log.neededFromMs(bound.keepMs)
  const { eventsMax, unitsPerOne } = bound
  const part = foldRecords(log.folded, slab, slots.slice(0, count), { eventsMax, oldestMs, unitsPerOne })
  return { count, part }
}

import type { CompiledVelocity } from './compile-plan.ts'
import type { LogView } from './log-view.ts'
import type { VelocityReader, VelocityValue } from './read-velocity.ts'
import type { Standing } from './standing.ts'
import type { Tally } from './tally.ts'
import type { WindowGroup } from './window-group.ts'

/** Sums stop here: beyond it a double no longer holds every whole number of minor units. */
const SUM_MAX = 2 ** 53

/** Reads the functions that add up a window. */
export function readTally(
  reader: VelocityReader,
  velocity: CompiledVelocity,
  standing: Standing,
  view: LogView | undefined,
  match: readonly number[],
): VelocityValue {
  const leaveOut = velocity.definition.current === 'exclude' && standing.isIn
  const tallyOf = (group: WindowGroup): Tally => tallyFor(reader, group, standing, view, match)
  let part = 0
  if (velocity.part !== undefined) {
    part = tallyOf(velocity.part).count
    if (leaveOut && velocity.part.selection.has(standing.slot)) part--
  }
  const tally = tallyOf(velocity.group)
  if (!leaveOut || !velocity.selection.has(standing.slot)) return answer(velocity, tally, part)
  tally.take(standing.slot)
  const value = answer(velocity, tally, part)
  tally.put(standing.slot)
  return value
}

function tallyFor(
  { scan, slab }: VelocityReader,
  group: WindowGroup,
  standing: Standing,
  view: LogView | undefined,
  match: readonly number[],
): Tally {
  const afterMs = group.after(standing.timeMs)
  const running = view?.cursor(group).moveTo(afterMs, standing.timeMs)
  if (running !== undefined) return running
  const tally = group.freshTally(slab)
  if (group.freshFor === standing.serial) return tally
  scan.gather(standing, afterMs, group.selection, match)
  tally.clear()
  for (let at = 0; at < scan.count; at++) tally.put(scan.slots[at]!)
  group.freshFor = standing.serial
  return tally
}

function answer(velocity: CompiledVelocity, tally: Tally, part: number): VelocityValue {
  const { definition, storedPerOne, group } = velocity
  const unitsPerOne = group.needs.unitsPerOne * storedPerOne
  const { valued } = tally
  switch (definition.fn) {
    case 'count':
      return tally.count
    case 'distinct':
      return tally.distinct(velocity.column)
    case 'sum':
      return clampSum(tally.sum!.total(), SUM_MAX * group.needs.unitsPerOne) / unitsPerOne
    case 'ratio':
      if (velocity.part !== undefined) return tally.count === 0 ? undefined : part / tally.count
      return valued === 0 ? undefined : tally.sum!.total() / group.needs.unitsPerOne / valued
  }
  if (valued === 0) return undefined
  switch (definition.fn) {
    case 'avg':
      return tally.sum!.total() / valued / unitsPerOne
    case 'stddev':
      return standardDeviation(tally) / unitsPerOne
    case 'min':
      return tally.sorted!.at(0) / storedPerOne
    case 'max':
      return tally.sorted!.at(valued - 1) / storedPerOne
    case 'median':
      return percentile(tally, 50) / storedPerOne
    default:
      return percentile(tally, definition.percent ?? 50) / storedPerOne
  }
}

function clampSum(sum: number, limit: number): number {
  return Math.min(Math.max(sum, -limit), limit)
}

/** Of the population: the root of `(n Σx² − (Σx)²) / n²`, whose numerator is computed exactly. */
function standardDeviation(tally: Tally): number {
  const sum = tally.sum!.exact()
  const numerator = BigInt(tally.valued) * tally.squares!.exact() - sum * sum
  return Math.sqrt(Number(numerator)) / tally.valued
}

/** Linear interpolation between the closest ranks: type 7 of Hyndman and Fan, "Sample Quantiles" (1996). */
function percentile(tally: Tally, percent: number): number {
  const rank = ((tally.valued - 1) * percent) / 100
  const below = Math.floor(rank)
  const lower = tally.sorted!.at(below)
  return below === rank ? lower : lower + (rank - below) * (tally.sorted!.at(below + 1) - lower)
}

import type { CompiledVelocity } from './compile-plan.ts'
import type { LogView } from './log-view.ts'
import { deviationOfBoth, FoldedTally, percentileOfBoth } from './read-folded-tally.ts'
import type { VelocityReader, VelocityValue } from './read-velocity.ts'
import type { Standing } from './standing.ts'
import type { Tally } from './tally.ts'
import type { WindowGroup } from './window-group.ts'

/** Sums stop here: beyond it a double no longer holds every whole number of minor units. */
export const SUM_MAX = 2 ** 53

/** Reads the functions that add up a window. */
export function readTally(
  reader: VelocityReader,
  velocity: CompiledVelocity,
  standing: Standing,
  view: LogView | undefined,
  match: readonly number[],
): VelocityValue {
  const leaveOut = velocity.definition.current === 'exclude' && standing.isIn
  let part = 0
  if (velocity.part !== undefined) {
    part = tallyFor(reader, velocity.part, standing, view, match).count
    if (leaveOut && velocity.part.selection.has(standing.slot)) part--
  }
  const tally = tallyFor(reader, velocity.group, standing, view, match)
  const folded =
    standing.reach === undefined ? undefined : new FoldedTally(velocity, standing.reach, reader.slab, standing.slot)
  if (!leaveOut || !velocity.selection.has(standing.slot)) return answerAll(velocity, tally, part, folded)
  const amount = reader.slab.amount(standing.slot)
  tally.change(standing.slot, amount, -1)
  const value = answerAll(velocity, tally, part, folded)
  tally.change(standing.slot, amount, 1)
  return value
}

function tallyFor(
  { scan, slab, tally: running }: VelocityReader,
  group: WindowGroup,
  standing: Standing,
  view: LogView | undefined,
  match: readonly number[],
): Tally {
  const afterMs = group.after(standing.timeMs)
  if (view?.windows.moveTo(group, afterMs, standing.timeMs, running)) return running
  const known = group.freshTallyOf(standing.serial)
  if (known !== undefined) return known
  scan.gather(standing, afterMs, group.selection, match)
  const fresh = group.startFresh(standing.serial, slab)
  for (let at = 0; at < scan.count; at++) fresh.change(scan.slots[at]!, slab.amount(scan.slots[at]!), 1)
  return fresh
}

function answerAll(
  velocity: CompiledVelocity,
  tally: Tally,
  part: number,
  folded: FoldedTally | undefined,
): VelocityValue {
  return folded === undefined ? answer(velocity, tally, part) : answerWithFolded(velocity, tally, part, folded)
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
      return clampSum(tally.sum.total(), SUM_MAX * group.needs.unitsPerOne) / unitsPerOne
    case 'ratio':
      if (velocity.part !== undefined) return tally.count === 0 ? undefined : part / tally.count
      return valued === 0 ? undefined : tally.sum.total() / group.needs.unitsPerOne / valued
  }
  if (valued === 0) return undefined
  switch (definition.fn) {
    case 'avg':
      return tally.sum.total() / valued / unitsPerOne
    case 'stddev':
      return standardDeviation(tally) / unitsPerOne
    case 'min':
      return tally.extras!.sorted!.at(0) / storedPerOne
    case 'max':
      return tally.extras!.sorted!.at(valued - 1) / storedPerOne
    case 'median':
      return percentile(tally, 50) / storedPerOne
    default:
      return percentile(tally, definition.percent ?? 50) / storedPerOne
  }
}

/** The same where the window reaches into folded events. */
function answerWithFolded(velocity: CompiledVelocity, tally: Tally, part: number, folded: FoldedTally): VelocityValue {
  const { definition, storedPerOne, group } = velocity
  const { fn } = definition
  if (fn === 'distinct') return tally.distinct(velocity.column) + folded.distinctBesides(tally)
  const unitsPerOne = group.needs.unitsPerOne * storedPerOne
  const summary = folded.summary(velocity.selection)
  const count = tally.count + summary.count
  if (fn === 'count') return count
  if (fn === 'ratio' && velocity.part !== undefined) return count === 0 ? undefined : (part + folded.part) / count
  const valued = tally.valued + summary.valued
  const sum = tally.sum.total() + summary.sum
  if (fn === 'sum') return clampSum(sum, SUM_MAX * group.needs.unitsPerOne) / unitsPerOne
  if (valued === 0) return undefined
  switch (fn) {
    case 'ratio':
      return sum / group.needs.unitsPerOne / valued
    case 'avg':
      return sum / valued / unitsPerOne
    case 'stddev':
      return deviationOfBoth(tally, summary) / unitsPerOne
    case 'min':
      return percentileOfBoth(tally, summary, 0) / storedPerOne
    case 'max':
      return percentileOfBoth(tally, summary, 100) / storedPerOne
    default:
      return percentileOfBoth(tally, summary, fn === 'median' ? 50 : (definition.percent ?? 50)) / storedPerOne
  }
}

function clampSum(sum: number, limit: number): number {
  return Math.min(Math.max(sum, -limit), limit)
}

/** Of the population: the root of `(n Σx² − (Σx)²) / n²`, whose numerator is computed exactly. */
function standardDeviation(tally: Tally): number {
  const sum = tally.sum.exact()
  const numerator = BigInt(tally.valued) * tally.extras!.squares!.exact() - sum * sum
  return Math.sqrt(Number(numerator)) / tally.valued
}

/** Linear interpolation between the closest ranks: type 7 of Hyndman and Fan, "Sample Quantiles" (1996). */
function percentile(tally: Tally, percent: number): number {
  const rank = ((tally.valued - 1) * percent) / 100
  const below = Math.floor(rank)
  const lower = tally.extras!.sorted!.at(below)
  return below === rank ? lower : lower + (rank - below) * (tally.extras!.sorted!.at(below + 1) - lower)
}

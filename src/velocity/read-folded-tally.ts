import type { CompiledVelocity } from './compile-plan.ts'
import { weightedPercentile } from './even-points.ts'
import { spreadTogether } from './folded-bucket.ts'
import type { FoldedReach } from './folded-part.ts'
import { foldedKeys } from './folded-values.ts'
import type { Selection } from './selection.ts'
import type { Slab } from './slab.ts'
import { type FoldedSummary, matchingOf, summariseFolded, summariseMatched } from './summarise-folded.ts'
import type { Tally } from './tally.ts'

/** How many of the records in a window stand for all of them where they meet folded events. */
const SAMPLE_VALUES = 64

/** What a window has of folded events, for a velocity. */
export class FoldedTally {
  private readonly velocity: CompiledVelocity
  private readonly reach: FoldedReach
  private readonly slab: Slab
  private readonly slot: number

  /** `slot` is a record of the event that asks: its columns are matched. */
  constructor(velocity: CompiledVelocity, reach: FoldedReach, slab: Slab, slot: number) {
    this.velocity = velocity
    this.reach = reach
    this.slab = slab
    this.slot = slot
  }

  /** Of the kind that a ratio asks about. */
  get part(): number {
    return this.velocity.part === undefined ? 0 : this.summary(this.velocity.part.selection).count
  }

  summary(selection: Selection): FoldedSummary {
    const { match, group } = this.velocity
    if (match.length === 0) return summariseFolded(this.reach, selection)
    return summariseMatched(this.reach, selection, matchingOf(this.slab, this.slot, match), group.needs.unitsPerOne)
  }

  /** Values of the velocity's column that are not in the tally, at most. */
  distinctBesides(tally: Tally): number {
    const { column, match, selection } = this.velocity
    const { known, others } = foldedKeys(this.reach, selection.counted, column)
    let besides = others
    for (const key of known) if (!tally.holds(column, key)) besides++
    return match.length === 0 ? besides : Math.min(besides, this.summary(selection).count)
  }
}

/** `stddev` of both, in counted units. */
export function deviationOfBoth(tally: Tally, folded: FoldedSummary): number {
  const sum = tally.sum.exact()
  const spread =
    tally.valued === 0 ? 0 : Number(BigInt(tally.valued) * tally.extras!.squares!.exact() - sum * sum) / tally.valued
  const live = { valued: tally.valued, sum: tally.sum.total(), spread }
  return Math.sqrt(Math.max(0, spreadTogether(live, folded)) / (tally.valued + folded.valued))
}

/** In stored units; 0 percent is the least and 100 the greatest value. */
export function percentileOfBoth(tally: Tally, folded: FoldedSummary, percent: number): number {
  const sorted = tally.extras!.sorted!
  const values = [...folded.values]
  const samples = Math.min(tally.valued, SAMPLE_VALUES)
  for (let number = 0; number < samples; number++) {
    const rank = samples === 1 ? 0 : Math.round((number * (tally.valued - 1)) / (samples - 1))
    values.push({ value: sorted.at(rank), weight: tally.valued / samples })
  }
  return weightedPercentile(values, percent)
}

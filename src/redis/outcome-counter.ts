import type { Advance } from '../ports.ts'
import type { Counting } from '../velocity/counting.ts'
import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import type { HomedOutcome } from '../velocity/outcome-encoder.ts'
import { type OutcomeEvent, type OutcomeVerdict, outcomeVerdict } from '../velocity/outcome-event.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { RedisHomes } from './homes.ts'

/** That the state is the one we know, and how far this batch takes the partitions. */
export interface BatchMark {
  id: string
  advances: readonly Advance[]
}

/** Judges and appends an encoded batch. False when the state that the mark is about is gone; nothing is counted then. */
export type CountBatch = (plan: VelocityPlan, batch: EncodedBatch, mark: BatchMark | undefined) => Promise<boolean>

/** Counts outcomes under the keys of their payments, in whichever order the two come. */
export class OutcomeCounter {
  /** Outcomes parked, and parked ones counted when their payment came. */
  parked = 0
  matched = 0
  private readonly homes: RedisHomes
  private readonly counting: Counting
  private readonly countBatch: CountBatch

  constructor(homes: RedisHomes, counting: Counting, countBatch: CountBatch) {
    this.homes = homes
    this.counting = counting
    this.countBatch = countBatch
  }

  /** Sent beside the call that appends the payments; answers the outcomes that waited for them. */
  save(plan: VelocityPlan, batch: EncodedBatch): Promise<HomedOutcome[]> {
    return this.homes.save(batch, plan, this.counting.slab)
  }

  async count(
    plan: VelocityPlan,
    outcomes: readonly OutcomeEvent[],
    mark: BatchMark | undefined,
  ): Promise<OutcomeVerdict[] | 'changed'> {
    const claims = outcomes.map(outcome => this.counting.claim(outcome))
    const homes = await this.homes.find(claims)
    const homed = claims.flatMap((claim, at) => (homes[at] === undefined ? [] : [{ claim, home: homes[at] }]))
    const judged = await this.countHomed(plan, homed, mark)
    if (judged === 'changed') return 'changed'
    this.parked += claims.length - homed.length
    let next = 0
    return homes.map(home => (home === undefined ? 'parked' : outcomeVerdict(judged[next++]!)))
  }

  /** Outcomes that came before their payments. They stay parked until this has gone through. */
  async countWaiting(
    plan: VelocityPlan,
    waiting: readonly HomedOutcome[] = [],
    mark: BatchMark | undefined,
  ): Promise<'counted' | 'changed'> {
    if (waiting.length === 0) return 'counted'
    const judged = await this.countHomed(plan, waiting, mark && { id: mark.id, advances: [] })
    if (judged === 'changed') return 'changed'
    this.matched += waiting.length
    this.homes.unpark(waiting).catch(() => undefined) // what stays is counted once all the same
    return 'counted'
  }

  private async countHomed(
    plan: VelocityPlan,
    outcomes: readonly HomedOutcome[],
    mark: BatchMark | undefined,
  ): Promise<Uint8Array | 'changed'> {
    const batch = this.counting.encodeOutcomes(plan, outcomes)
    try {
      return (await this.countBatch(plan, batch, mark)) ? batch.judged : 'changed'
    } finally {
      batch.release(this.counting.slab)
    }
  }
}

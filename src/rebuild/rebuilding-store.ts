import { Outage } from '../model/problem.ts'
import { Turns } from '../model/turns.ts'
import type { Advance, Counted, LogPosition, LogRange, OutcomeStore, StateMark, VelocityStore } from '../ports.ts'
import type { VelocityEvent } from '../velocity/event.ts'
import type { OutcomeEvent, OutcomeVerdict } from '../velocity/outcome-event.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { historyStartMs, type TimedEvent } from './history-start.ts'
import { Lease } from './lease.ts'
import { lostRanges, needsStarts, partitionName } from './lost-ranges.ts'
import { Reached } from './reached.ts'
import type { RebuildingOptions } from './rebuilding-options.ts'
import { eventsOf, type Recount } from './recount.ts'

/**
 * A velocity store that notices when its state was lost, and counts the lost records again before it answers. Whoever calls
 * `count` sees nothing of it but the time that it takes: the answers are those that the lost state would have given.
 */
export class RebuildingStore implements VelocityStore, OutcomeStore {
  private readonly options: RebuildingOptions
  /** The state that we know to hold everything; undefined when that has to be found out. */
  private stateId: string | undefined
  private readonly reached = new Reached()
  private assignment: object | undefined
  private readonly turns = new Turns()
  private readonly lease: Lease
  /** Those of the batch that is counted next, and whether they are counted in the state that we know. */
  private outcomes: readonly OutcomeEvent[] = []
  private outcomesStand = true

  constructor(options: RebuildingOptions) {
    this.options = options
    this.lease = new Lease(options.store, options.owner, options.clock)
  }

  count(plan: VelocityPlan, events: readonly VelocityEvent[], read?: Promise<unknown>): Promise<Counted[]> {
    return this.turns.take(async () => {
      this.noteAssignment()
      const ends = this.options.ends.next()
      const counted = await this.countSafely(plan, events, ends, read)
      this.outcomes = []
      for (const end of ends) this.reached.note(end)
      this.options.ends.counted()
      return counted
    })
  }

  prepare(plan: VelocityPlan, events: readonly VelocityEvent[]): void {
    this.options.store.prepare?.(plan, events)
  }

  /** The mark does not move: it is moved by the `count` of the same batch, in a state in which the outcomes are counted. */
  countOutcomes(plan: VelocityPlan, outcomes: readonly OutcomeEvent[]): Promise<OutcomeVerdict[]> {
    return this.turns.take(async () => {
      this.noteAssignment()
      this.outcomes = outcomes
      this.outcomesStand = false
      while (true) {
        const verdicts = await this.tryOutcomes(plan, await this.knownState(plan, outcomes))
        if (verdicts !== 'changed') return verdicts
      }
    })
  }

  /** Finds out whether the state is still there when no payment asks; throws `Outage` as `count` does. */
  check(): Promise<void> {
    return this.turns.take(async () => {
      await this.countSafely(this.options.ruleset().plan, [], [])
    })
  }

  close(): Promise<void> {
    return this.options.store.close()
  }

  /**
   * Partitions come with what others have committed in them since we looked. Should the state have lost some of that before
   * its owner noticed, nobody but us can tell any more.
   */
  private noteAssignment(): void {
    const assignment = this.options.ends.assignment()
    if (assignment === this.assignment) return
    this.assignment = assignment
    this.forgetState()
  }

  private async countSafely(
    plan: VelocityPlan,
    events: readonly VelocityEvent[],
    ends: readonly LogPosition[],
    read?: Promise<unknown>,
  ): Promise<Counted[]> {
    while (true) {
      const id = await this.knownState(plan, [...events, ...this.outcomes])
      if (!this.outcomesStand && (await this.tryOutcomes(plan, id)) === 'changed') continue
      const advances = ends.map(end => this.reached.advanceTo(end))
      const counted = await this.options.store.countMarked(plan, events, id, advances, read)
      if (counted !== 'changed') return counted
      this.forgetState()
    }
  }

  private async tryOutcomes(plan: VelocityPlan, id: string): Promise<OutcomeVerdict[] | 'changed'> {
    if (this.outcomes.length === 0) return []
    const { outcomes: store } = this.options
    if (store === undefined) throw new Error('the store was opened without outcomes')
    const verdicts = await store.countOutcomesMarked(plan, this.outcomes, id)
    if (verdicts === 'changed') this.forgetState()
    else this.outcomesStand = true
    return verdicts
  }

  private async knownState(plan: VelocityPlan, events: readonly TimedEvent[]): Promise<string> {
    this.stateId ??= await this.makeWhole(plan, events)
    return this.stateId
  }

  /** What was counted of the batch under way may be gone with it. */
  private forgetState(): void {
    this.stateId = undefined
    this.outcomesStand = false
  }

  /** Resolves with the id of a state in which nothing is missing. */
  private async makeWhole(plan: VelocityPlan, events: readonly TimedEvent[]): Promise<string> {
    const { store, onProgress } = this.options
    let isTold = false
    try {
      while (true) {
        const mark = await store.mark()
        const ranges = await this.lost(mark, plan, events)
        if (ranges.length === 0) {
          this.reached.lowerTo(mark)
          return mark.id
        }
        isTold = true
        onProgress({ recordsTotal: total(ranges), recordsDone: 0, isWaiting: true })
        if (await this.lease.take()) await this.rebuild(mark, ranges)
        else await this.pause()
      }
    } finally {
      if (isTold) await this.lease.letGo()
      if (isTold) onProgress(undefined)
    }
  }

  private async lost(mark: StateMark, plan: VelocityPlan, events: readonly TimedEvent[]): Promise<LogRange[]> {
    const { history, identityKeepMs, outcomesKeepMs = 0, clock } = this.options
    const { counted } = mark
    const extents = await history.extents()
    const startMs = historyStartMs(plan, { identityKeepMs, outcomesKeepMs }, events, clock.nowMs())
    const looksUpStarts = Number.isFinite(startMs) && needsStarts({ counted, extents })
    const starts = looksUpStarts ? await history.positionsAt(Math.max(0, startMs)) : []
    return lostRanges({ counted, extents, reached: this.reached.offsets, starts })
  }

  /**
   * Reads, decodes and counts the ranges, each partition in its own order, and moves the mark with every part; whatever
   * interrupts it, the next try goes on from there. Returns early when the state changes again meanwhile.
   */
  private async rebuild({ id, counted }: StateMark, ranges: readonly LogRange[]): Promise<void> {
    const { history, decoder, ruleset, onProgress } = this.options
    const standing = new Map(counted.map(each => [partitionName(each), each.offset]))
    const recordsTotal = total(ranges)
    let recordsDone = 0
    for await (const { topic, partition, from, to, records } of history.read(ranges)) {
      this.throwIfGivenUp()
      const { plan } = ruleset()
      const recounted = await eventsOf(records, decoder, ruleset())
      const name = partitionName({ topic, partition })
      const advance = { topic, partition, from: standing.get(name) ?? 0n, to }
      if (!(await this.recount(recounted, plan, id, advance))) return
      standing.set(name, to)
      recordsDone += Number(to - from)
      onProgress({ recordsTotal, recordsDone, isWaiting: false })
      await this.lease.renew()
    }
  }

  /** False when the state has changed. Where outcomes are counted the mark moves last, because some wait for these payments. */
  private async recount(
    { events, outcomes }: Recount,
    plan: VelocityPlan,
    id: string,
    advance: Advance,
  ): Promise<boolean> {
    const { store, outcomes: outcomeStore } = this.options
    if (outcomeStore === undefined) return (await store.countMarked(plan, events, id, [advance])) !== 'changed'
    return (
      (outcomes.length === 0 || (await outcomeStore.countOutcomesMarked(plan, outcomes, id)) !== 'changed') &&
      (events.length === 0 || (await store.countMarked(plan, events, id, [])) !== 'changed') &&
      (await store.countMarked(plan, [], id, [advance])) !== 'changed'
    )
  }

  private async pause(): Promise<void> {
    this.throwIfGivenUp()
    await this.options.pause()
  }

  private throwIfGivenUp(): void {
    if (this.options.signal.aborted) throw new Outage('redis', 'its lost state was not counted again before the end')
  }
}

function total(ranges: readonly LogRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0)
}

export type { RebuildingOptions, RebuildProgress } from './rebuilding-options.ts'

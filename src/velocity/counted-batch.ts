import type { Counted } from '../ports.ts'
import type { CompiledPlan, CompiledVelocity } from './compile-plan.ts'
import { type EncodedBatch, JUDGED } from './encoded-batch.ts'
import type { Verdict } from './event.ts'
import { PlainComparisons } from './plain-comparisons.ts'
import { SUM_MAX } from './read-tally.ts'
import type { VelocityReader, VelocityValue } from './read-velocity.ts'
import { RecordLog } from './record-log.ts'
import type { Standing } from './standing.ts'
import type { ValueMemo } from './value-memo.ts'

/** By `JUDGED`. */
const VERDICTS: readonly Verdict[] = [
  'new',
  'duplicate',
  'status-change',
  'id-conflict',
  'status-change',
  'status-change',
]

/** What a window covers beside its own span: from the first to the last moment of the buckets that it touches, both in it. */
export interface Stretched {
  fromMs: number
  untilMs: number
  /** So many of the log's events are folded, the first that came; what came later is covered only within the window. */
  foldedCount: number
}

let eventsCounted = 0

/** A batch whose events stand in their logs, ready to be read. */
export class CountedBatch {
  private readonly batch: EncodedBatch
  private readonly plan: CompiledPlan
  private readonly reader: VelocityReader
  private readonly standing: Standing
  private readonly firstSerial: number
  private readonly memo: ValueMemo
  private readonly comparisons: PlainComparisons

  constructor(batch: EncodedBatch, plan: CompiledPlan, reader: VelocityReader, memo: ValueMemo) {
    this.batch = batch
    this.plan = plan
    this.reader = reader
    this.standing = {
      log: new RecordLog(reader.slab),
      index: -1,
      isIn: false,
      slot: 0,
      timeMs: 0,
      reach: undefined,
      serial: 0,
    }
    this.firstSerial = eventsCounted
    eventsCounted += batch.size
    this.memo = memo
    this.comparisons = new PlainComparisons(batch, reader.slab)
    memo.reset(batch.size * plan.velocities.length)
  }

  /** One `Counted` per event from place `from` up to, not including, `to`, in the order of the batch. */
  each(from: number, to: number): Counted[] {
    const counted: Counted[] = []
    for (let event = from; event < to; event++) counted.push(new CountedEvent(this, event))
    return counted
  }

  verdict(event: number): Verdict {
    const verdict = VERDICTS[this.batch.judged[event]!]!
    return verdict === 'duplicate' && this.isOld(event) ? 'old-duplicate' : verdict
  }

  /** True when a log has let go of events, and may have let go of some that this one's windows cover. */
  private isOld(event: number): boolean {
    const { batch, plan } = this
    const timeMs = this.reader.slab.time(batch.slots[event]!)
    for (let at = 0; at < batch.width; at++) {
      const log = batch.logs[event * batch.width + at]
      if (log !== undefined && log.base > 0 && timeMs < log.newestTimeMs - plan.slackMs[at]!) return true
    }
    return false
  }

  value(event: number, index: number): VelocityValue {
    const at = event * this.plan.velocities.length + index
    if (this.memo.has(at)) return this.memo.get(at)
    const value = this.read(event, index)
    this.memo.put(at, value)
    return value
  }

  comparedWith(event: number, index: number, limit: number): number {
    return this.comparisons.compare(event, this.plan.velocities[index]!, limit)
  }

  /** A sum that has come to the largest exact number stays there: it is at least that much. */
  isSaturated(event: number, index: number): boolean {
    const { definition, storedPerOne } = this.plan.velocities[index]!
    if (definition.fn !== 'sum') return false
    const value = this.value(event, index)
    return typeof value === 'number' && Math.abs(value) >= SUM_MAX / storedPerOne
  }

  /**
   * True when the window reaches into folded events, or when the event's own place was folded or trimmed, so that it is
   * read as of the log's end.
   */
  isFolded(event: number, index: number): boolean {
    const velocity = this.plan.velocities[index]!
    if (!this.stand(event, velocity)) return false
    const { log, isIn, timeMs } = this.standing
    if (log.base > 0 && !isIn) return true
    return log.folded?.reach(velocity.group.after(timeMs), timeMs) !== undefined
  }

  /** See `Stretched`; undefined when the window touches no bucket. */
  stretched(event: number, index: number): Stretched | undefined {
    const velocity = this.plan.velocities[index]!
    if (!this.stand(event, velocity)) return undefined
    const { log, timeMs } = this.standing
    const reach = log.folded?.reach(velocity.group.after(timeMs), timeMs)
    if (reach === undefined) return undefined
    const { firstMs } = reach.part.buckets[reach.from]!
    const { lastMs } = reach.part.buckets[reach.to - 1]!
    return {
      fromMs: Math.min(firstMs, velocity.group.after(timeMs) + 1),
      untilMs: Math.max(lastMs, timeMs),
      foldedCount: log.base,
    }
  }

  private read(event: number, index: number): VelocityValue {
    const velocity = this.plan.velocities[index]
    if (velocity === undefined) throw new RangeError(`the plan has no velocity number ${index}`)
    if (!this.stand(event, velocity)) return undefined
    return this.reader.read(velocity, this.standing, this.plan.serial)
  }

  /** Makes `standing` the event's place in the log of a velocity; false when it has none. */
  private stand(event: number, velocity: CompiledVelocity): boolean {
    const { batch, standing } = this
    const cell = event * batch.width + velocity.logIndex
    const log = batch.logs[cell]
    if (log === undefined || batch.judged[event] === JUDGED.CONFLICT) return false
    const position = batch.positionOf(event, cell, log, this.reader.slab)
    standing.log = log
    standing.isIn = position >= log.base
    standing.index = (standing.isIn ? position : log.end - 1) - log.base
    standing.slot = standing.isIn ? log.slots[standing.index]! : batch.records[cell]!
    standing.timeMs = this.reader.slab.time(standing.slot)
    standing.serial = this.firstSerial + event
    return true
  }
}

/** One event of a counted batch, as the pipeline reads it. */
export class CountedEvent implements Counted {
  private readonly batch: CountedBatch
  private readonly event: number

  constructor(batch: CountedBatch, event: number) {
    this.batch = batch
    this.event = event
  }

  get verdict(): Verdict {
    return this.batch.verdict(this.event)
  }

  read(index: number): number | boolean | undefined {
    return this.batch.value(this.event, index)
  }

  comparedWith(index: number, limit: number): number {
    return this.batch.comparedWith(this.event, index, limit)
  }

  isApproximate(index: number): boolean {
    return this.batch.isSaturated(this.event, index) || this.batch.isFolded(this.event, index)
  }

  /** See `CountedBatch`; not part of the port: it is for telling how far a folded window may be off. */
  stretched(index: number): Stretched | undefined {
    return this.batch.stretched(this.event, index)
  }
}

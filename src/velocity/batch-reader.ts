import type { Counted } from '../ports.ts'
import { type CompiledPlan, compilePlan } from './compile-plan.ts'
import { CountedBatch } from './counted-batch.ts'
import type { EncodedBatch } from './encoded-batch.ts'
import type { VelocityPlan } from './plan.ts'
import { VelocityReader } from './read-velocity.ts'
import type { Slab } from './slab.ts'
import { ValueMemo } from './value-memo.ts'

/** Reads the windows of batches, of which the latest may be read while the next one is counted. */
export class BatchReader {
  private readonly slab: Slab
  private readonly minorPerMajor: number
  private readonly reader: VelocityReader
  private readonly plans = new WeakMap<VelocityPlan, CompiledPlan>()
  private latest: EncodedBatch | undefined
  /** The batch being read and the one before it. */
  private memo = new ValueMemo()
  private spareMemo = new ValueMemo()

  constructor(slab: Slab, baseDigits: number) {
    this.slab = slab
    this.minorPerMajor = 10 ** baseDigits
    this.reader = new VelocityReader(slab)
  }

  /** Of the events from place `from` up to, not including, `to`. The batch's records stay until the next batch is counted. */
  counted(plan: VelocityPlan, batch: EncodedBatch, from = 0, to = batch.size): Counted[] {
    this.latest?.release(this.slab)
    this.latest = batch
    let compiled = this.plans.get(plan)
    if (compiled === undefined) {
      compiled = compilePlan(plan, this.slab, this.minorPerMajor)
      this.plans.set(plan, compiled)
    }
    const memo = this.spareMemo
    this.spareMemo = this.memo
    this.memo = memo
    return new CountedBatch(batch, compiled, this.reader, memo).each(from, to)
  }
}

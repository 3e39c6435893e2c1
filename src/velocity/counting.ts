import type { Counted } from '../ports.ts'
import { type CompiledPlan, compilePlan } from './compile-plan.ts'
import { CountedBatch } from './counted-batch.ts'
import type { EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { EventEncoder } from './event-encoder.ts'
import { KeyCache } from './key-cache.ts'
import { KeyedHash } from './keyed-hash.ts'
import type { VelocityPlan } from './plan.ts'
import { VelocityReader } from './read-velocity.ts'
import { Slab } from './slab.ts'
import { ValueMemo } from './value-memo.ts'

export interface CountingOptions {
  secret: string
  /** Decimals of the base currency. */
  baseDigits: number
  /** About how much to hold of keys, logs and records. */
  bytesMax: number
  /** Whether the hashes of keys are kept as texts, to name the logs elsewhere. */
  keepsTexts: boolean
}

/** What every store needs on the side of this process: records, logs and the reading of windows. */
export class Counting {
  readonly slab = new Slab()
  readonly keys: KeyCache
  readonly keyedHash: KeyedHash
  private readonly encoder: EventEncoder
  private readonly reader: VelocityReader
  private readonly minorPerMajor: number
  private readonly plans = new WeakMap<VelocityPlan, CompiledPlan>()
  private latest: EncodedBatch | undefined
  /** The batch being read and the one before it. */
  private memo = new ValueMemo()
  private spareMemo = new ValueMemo()

  constructor({ secret, baseDigits, bytesMax, keepsTexts }: CountingOptions) {
    this.keyedHash = new KeyedHash(secret)
    this.keys = new KeyCache(this.keyedHash, this.slab, bytesMax, keepsTexts)
    this.encoder = new EventEncoder(this.slab, this.keys, this.keyedHash)
    this.reader = new VelocityReader(this.slab)
    this.minorPerMajor = 10 ** baseDigits
  }

  encode(plan: VelocityPlan, events: readonly VelocityEvent[]): EncodedBatch {
    this.keys.makeRoom()
    return this.encoder.encode(plan, events)
  }

  /** The batch's records stay until the next batch is counted. */
  counted(plan: VelocityPlan, batch: EncodedBatch): Counted[] {
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
    return new CountedBatch(batch, compiled, this.reader, memo).all()
  }
}

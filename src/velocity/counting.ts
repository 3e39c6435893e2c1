import type { Counted } from '../ports.ts'
import { type CompiledPlan, compilePlan } from './compile-plan.ts'
import { CountedBatch } from './counted-batch.ts'
import type { EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { EventEncoder } from './event-encoder.ts'
import { KeyCache } from './key-cache.ts'
import { KeyedHash } from './keyed-hash.ts'
import { claimOf, type OutcomeClaim } from './outcome-claim.ts'
import { type HomedOutcome, OutcomeEncoder } from './outcome-encoder.ts'
import type { OutcomeEvent } from './outcome-event.ts'
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
  /** Whether outcomes are counted, so that logs are found by the hashes of their keys. */
  countsOutcomes?: boolean
  /** True where no plan but the first will ever be counted by: records then hold only what it reads. */
  forOnePlan?: boolean
}

/** What every store needs on the side of this process: records, logs and the reading of windows. */
export class Counting {
  readonly slab = new Slab()
  readonly keys: KeyCache
  readonly keyedHash: KeyedHash
  private readonly encoder: EventEncoder
  private readonly outcomeEncoder: OutcomeEncoder
  private readonly reader: VelocityReader
  private readonly minorPerMajor: number
  private readonly plans = new WeakMap<VelocityPlan, CompiledPlan>()
  private latest: EncodedBatch | undefined
  /** Of the batch encoded last. */
  private serial = -1
  /** The batch being read and the one before it. */
  private memo = new ValueMemo()
  private spareMemo = new ValueMemo()

  constructor({ secret, baseDigits, bytesMax, keepsTexts, countsOutcomes = false, forOnePlan }: CountingOptions) {
    this.keyedHash = new KeyedHash(secret)
    this.keys = new KeyCache(this.keyedHash, this.slab, { bytesMax, keepsTexts, findsByHash: countsOutcomes })
    this.encoder = new EventEncoder(this.slab, this.keys, this.keyedHash, forOnePlan)
    this.outcomeEncoder = new OutcomeEncoder(this.slab, this.keys, this.encoder)
    this.reader = new VelocityReader(this.slab)
    this.minorPerMajor = 10 ** baseDigits
  }

  encode(plan: VelocityPlan, events: readonly VelocityEvent[]): EncodedBatch {
    this.keys.makeRoom()
    const batch = this.encoder.encode(plan, events)
    this.serial = batch.serial
    return batch
  }

  /** Outcomes belong to the payments counted last: nobody reads as of them, so they are released once they are appended. */
  encodeOutcomes(plan: VelocityPlan, outcomes: readonly HomedOutcome[]): EncodedBatch {
    return this.outcomeEncoder.encode(plan, outcomes, this.serial)
  }

  claim(outcome: OutcomeEvent): OutcomeClaim {
    return claimOf(outcome, this.keyedHash)
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

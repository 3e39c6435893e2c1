import type { Counted } from '../ports.ts'
import { BatchReader } from './batch-reader.ts'
import type { EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { EventEncoder } from './event-encoder.ts'
import { KeyCache } from './key-cache.ts'
import { KeyedHash } from './keyed-hash.ts'
import { claimOf, type OutcomeClaim } from './outcome-claim.ts'
import { type HomedOutcome, OutcomeEncoder } from './outcome-encoder.ts'
import type { OutcomeEvent } from './outcome-event.ts'
import type { VelocityPlan } from './plan.ts'
import { RecordFinder } from './record-finder.ts'
import { Slab } from './slab.ts'

export interface CountingOptions {
  secret: string
  /** Decimals of the base currency. */
  baseDigits: number
  /** About how much to hold of keys, logs and records. */
  bytesMax: number
  /** Whether outcomes are counted, so that logs are found by the hashes of their keys. */
  countsOutcomes?: boolean
}

interface NumberedBatch {
  /** As the cache of keys counts batches. */
  number: number
  batch: EncodedBatch
}

/** What a store elsewhere needs on the side of this process: records, copies of logs and the reading of windows. */
export class Counting {
  readonly slab = new Slab()
  readonly records = new RecordFinder(this.slab)
  readonly keys: KeyCache
  readonly keyedHash: KeyedHash
  private readonly encoder: EventEncoder
  private readonly outcomeEncoder: OutcomeEncoder
  private readonly reader: BatchReader
  /** Of the batch encoded last, which may be under way. */
  private serial = -1
  private latest = 0
  private prepared: (NumberedBatch & { plan: VelocityPlan; events: readonly VelocityEvent[] }) | undefined

  constructor({ secret, baseDigits, bytesMax, countsOutcomes = false }: CountingOptions) {
    this.keyedHash = new KeyedHash(secret)
    this.keys = new KeyCache(this.keyedHash, this.slab, { bytesMax, findsByHash: countsOutcomes })
    this.encoder = new EventEncoder(this.slab, this.keys, this.keyedHash)
    this.outcomeEncoder = new OutcomeEncoder(this.slab, this.encoder)
    this.reader = new BatchReader(this.slab, baseDigits)
  }

  /**
   * Does what `encode` of the same events will have to do, while the batch before it may still be under way. Does nothing when there
   * is a batch already that waits to be encoded.
   */
  prepare(plan: VelocityPlan, events: readonly VelocityEvent[]): void {
    if (this.prepared !== undefined) return
    const number = this.keys.beginBatch(this.latest - 1)
    this.prepared = { plan, events, number, batch: this.encoder.encode(plan, events) }
  }

  /** To be called when no batch is under way. */
  encode(plan: VelocityPlan, events: readonly VelocityEvent[]): EncodedBatch {
    const { batch, number } = this.takePrepared(plan, events) ?? this.encodeNow(plan, events)
    this.latest = number
    this.serial = batch.serial
    return batch
  }

  private takePrepared(plan: VelocityPlan, events: readonly VelocityEvent[]): NumberedBatch | undefined {
    const { prepared } = this
    this.prepared = undefined
    if (prepared?.plan === plan && prepared.events === events) return prepared
    prepared?.batch.release(this.slab)
    return undefined
  }

  private encodeNow(plan: VelocityPlan, events: readonly VelocityEvent[]): NumberedBatch {
    const number = this.keys.beginBatch(Number.POSITIVE_INFINITY)
    return { number, batch: this.encoder.encode(plan, events) }
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
    return this.reader.counted(plan, batch)
  }
}

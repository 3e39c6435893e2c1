import { EncodedBatch } from './encoded-batch.ts'
import type { EventEncoder } from './event-encoder.ts'
import { keyHashIn, ownValueIn, tagsOf } from './home.ts'
import { wordOf } from './keyed-hash.ts'
import type { OutcomeClaim } from './outcome-claim.ts'
import type { VelocityPlan } from './plan.ts'
import { STATUS_CODES } from './record.ts'
import type { Slab } from './slab.ts'

/** An outcome whose payment is known. */
export interface HomedOutcome {
  claim: OutcomeClaim
  /** See home.ts. */
  home: Buffer
}

/** Turns outcomes into records and finds the logs of their payments, which it knows by the hashes of their keys only. */
export class OutcomeEncoder {
  private readonly slab: Slab
  private readonly encoder: EventEncoder

  constructor(slab: Slab, encoder: EventEncoder) {
    this.slab = slab
    this.encoder = encoder
  }

  /** `serial` is that of the batch that they are counted along with. */
  encode(plan: VelocityPlan, outcomes: readonly HomedOutcome[], serial: number): EncodedBatch {
    const batch = new EncodedBatch(outcomes.length, plan.logs.length, { serial, isForElsewhere: true })
    for (let at = 0; at < outcomes.length; at++) {
      this.encodeRecord(batch, at, outcomes[at]!)
      this.encodeLogs(batch, at, plan, outcomes[at]!)
    }
    return batch
  }

  /** The payment's columns, with the time, amount, kind and id of the outcome. */
  private encodeRecord(batch: EncodedBatch, at: number, { claim, home }: HomedOutcome): void {
    const { slab } = this
    const slot = slab.allocate()
    batch.slots[at] = slot
    slab.copyFrom(slot, home, 0)
    slab.setTime(slot, claim.timeMs)
    if (claim.amountMinor !== undefined) slab.setAmount(slot, claim.amountMinor)
    slab.setId(slot, wordOf(claim.identity, 0), wordOf(claim.identity, 6))
    slab.setKind(slot, claim.kind, 1 << (claim.kind - 1), STATUS_CODES.none)
    batch.identities.push(claim.identity)
    batch.contents[at * 2] = claim.contentHigh
    batch.contents[at * 2 + 1] = claim.contentLow
  }

  /** An own log of which the payment knows nothing began after it, so the outcome is not in it either. */
  private encodeLogs(batch: EncodedBatch, at: number, plan: VelocityPlan, { claim, home }: HomedOutcome): void {
    const { slab, encoder } = this
    const tags = tagsOf(plan)
    const logKeys = encoder.logKeysOf(plan)
    for (let log = 0; log < logKeys.length; log++) {
      const text = keyHashIn(home, tags[log]!.key)
      const own = tags[log]!.own === 0 ? undefined : ownValueIn(home, tags[log]!.own)
      if (text === undefined || (tags[log]!.own !== 0 && own === undefined)) continue
      const cell = at * batch.width + log
      encoder.findLogByHash(batch, cell, logKeys[log]!, text)
      batch.records[cell] = batch.slots[at]!
      if (own === undefined) continue
      const slot = slab.duplicate(batch.slots[at]!)
      batch.ownSlots.push(slot)
      batch.records[cell] = slot
      slab.setAmount(slot, own.value)
      slab.setKind(slot, claim.kind, own.holds ? 1 << (claim.kind - 1) : 0, STATUS_CODES.none)
    }
  }
}

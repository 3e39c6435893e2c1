import { identityOf } from './identity.ts'
import { type KeyedHash, wordOf } from './keyed-hash.ts'
import type { OutcomeEvent } from './outcome-event.ts'
import { KIND_CODES } from './record.ts'

/** What a store needs of an outcome besides its payment's home: hashes and numbers, nothing that can be read. */
export interface OutcomeClaim {
  identity: string
  paymentIdentity: string
  contentHigh: number
  contentLow: number
  /** One of `KIND_CODES`. */
  kind: number
  timeMs: number
  /** As in `OutcomeEvent`. */
  amountMinor: number | undefined
}

/** Of a packed claim, without its identities: time (8), amount (8), content (8), kind (1), whether it has an amount (1). */
export const CLAIM_BYTES = 26

export function claimOf(event: OutcomeEvent, keyedHash: KeyedHash): OutcomeClaim {
  const { kind, merchantId, id, paymentId, timeMs, amountMinor } = event
  // Its status, reason and amount may be sent again as they change, so only another payment makes a conflict.
  const content = keyedHash.text('outcome', paymentId)
  return {
    identity: identityOf(keyedHash, kind, merchantId, id),
    paymentIdentity: identityOf(keyedHash, 'payment', merchantId, paymentId),
    contentHigh: wordOf(content, 0),
    contentLow: wordOf(content, 6),
    kind: KIND_CODES[kind],
    timeMs,
    amountMinor,
  }
}

export function writeClaim(claim: OutcomeClaim, target: Buffer, at: number): void {
  target.writeDoubleLE(claim.timeMs, at)
  target.writeDoubleLE(claim.amountMinor ?? 0, at + 8)
  target.writeUInt32LE(claim.contentHigh, at + 16)
  target.writeUInt32LE(claim.contentLow, at + 20)
  target.writeUInt8(claim.kind, at + 24)
  target.writeUInt8(claim.amountMinor === undefined ? 0 : 1, at + 25)
}

export function readClaim(source: Buffer, at: number, identity: string, paymentIdentity: string): OutcomeClaim {
  return {
    identity,
    paymentIdentity,
    timeMs: source.readDoubleLE(at),
    amountMinor: source.readUInt8(at + 25) === 0 ? undefined : source.readDoubleLE(at + 8),
    contentHigh: source.readUInt32LE(at + 16),
    contentLow: source.readUInt32LE(at + 20),
    kind: source.readUInt8(at + 24),
  }
}

import { AUTHORIZATION_STATE, DECLINE_STATE, type EncodedBatch, isStatusChange, JUDGED } from './encoded-batch.ts'
import type { IdentityTable, KnownIdentity } from './identity-table.ts'
import { markChange } from './mark-change.ts'
import type { Slab } from './slab.ts'

/**
 * Tells a new event from a duplicate, a change of status and a conflict, and remembers it. The Redis script does the same
 * (src/redis/lua/append-and-read.ts); the contract suite holds the two together.
 *
 * A payment is scored in the state in which it was first seen: only that state coming again is a duplicate. A change to
 * declined counts as a decline each time; one to authorized or captured counts as an authorization unless the payment
 * was authorized or captured before.
 */
export function judge(
  identities: IdentityTable,
  idHigh: number,
  idLow: number,
  contentHigh: number,
  contentLow: number,
  stateHigh: number,
  stateLow: number,
): number {
  const known = identities.find(idHigh, idLow)
  if (known === undefined) {
    identities.put(idHigh, idLow, contentHigh, contentLow, stateHigh, stateLow)
    return JUDGED.NEW
  }
  if (known.contentHigh !== contentHigh || known.contentLow !== contentLow) return JUDGED.CONFLICT
  const seen = stateNumber(known, stateHigh, stateLow)
  if (seen === 0) return JUDGED.DUPLICATE
  const kind = stateHigh & 0xff
  const counts = kind === DECLINE_STATE || (kind === AUTHORIZATION_STATE && !wasAuthorized(known, seen))
  if (seen > 0) return counts ? JUDGED.CHANGED_AGAIN : JUDGED.CHANGED_QUIETLY
  identities.addState(idHigh, idLow, stateHigh, stateLow)
  return counts ? JUDGED.CHANGED : JUDGED.CHANGED_QUIETLY
}

/** Judges an event of a batch, and makes its records those of a change of status where it is one. */
export function judgeInBatch(batch: EncodedBatch, event: number, identities: IdentityTable, slab: Slab): void {
  const slot = batch.slots[event]!
  const { contents, states } = batch
  const at = event * 2
  batch.judged[event] = judge(
    identities,
    slab.idHigh(slot),
    slab.idLow(slot),
    contents[at]!,
    contents[at + 1]!,
    states[at]!,
    states[at + 1]!,
  )
  if (isStatusChange(batch.judged[event])) markChange(batch, event, slab)
}

function stateNumber({ states }: KnownIdentity, stateHigh: number, stateLow: number): number {
  for (let at = 0; at < states.length; at += 2) {
    if (states[at] === stateHigh && states[at + 1] === stateLow) return at / 2
  }
  return -1
}

/** In one of the states before number `end`; in any of them when that is -1. */
function wasAuthorized({ states }: KnownIdentity, end: number): boolean {
  const until = end < 0 ? states.length : end * 2
  for (let at = 0; at < until; at += 2) if ((states[at]! & 0xff) === AUTHORIZATION_STATE) return true
  return false
}

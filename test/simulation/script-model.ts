import type { KeySpace } from './key-space.ts'

const RECORD_BYTES = 64
const DECLINE = 2
const AUTHORIZATION = 3

/** Up to where the script comes before it is broken off. */
export type Reach = 'nothing' | 'logs only' | 'all but the mark' | 'whole'

export class BrokenOff extends Error {}

/**
 * What src/redis/lua/append-and-read.ts says that its script does, said again in TypeScript over plain values, for
 * simulations. A test with real Redis holds the two together. `args` are ARGV without its name and keys.
 */
export function appendAndRead(
  space: KeySpace,
  keys: readonly string[],
  args: readonly Buffer[],
  reach: Reach = 'whole',
  trusts = false,
): Buffer {
  if (reach === 'nothing') throw new BrokenOff()
  const [eventCount, identityKeepMs, epoch, claims, records, owners, plan, ...lifetimes] = args
  const events = Number(eventCount)
  const judged: number[] = []
  const recordsToAppend = new Map<number, Buffer>()
  const changedTo = new Map<number, Buffer>()
  const identities = new Map<string, Buffer>()

  for (let event = 0; event < events; event++) {
    const key = keys[event]!
    const content = claims!.subarray(event * 16, event * 16 + 8)
    const state = claims!.subarray(event * 16 + 8, event * 16 + 16)
    const known = identities.get(key) ?? space.get(key)
    const verdict = judgeClaim(known, content, state)
    judged.push(verdict)
    if (verdict === 0) identities.set(key, Buffer.concat([content, state]))
    if (verdict === 2 || (verdict === 4 && !statesOf(known!).some(each => each.equals(state)))) {
      identities.set(key, Buffer.concat([known!, state]))
    }
    if (verdict === 0) recordsToAppend.set(event, recordAt(records!, event))
    if (verdict === 2) {
      recordsToAppend.set(event, changeRecord(recordAt(records!, event), state))
      changedTo.set(event, state)
    }
  }
  for (let own = 0; own * 2 < owners!.length; own++) {
    const event = owners!.readUInt16LE(own * 2)
    if (!recordsToAppend.has(event)) continue
    const record = recordAt(records!, events + own)
    const state = changedTo.get(event)
    recordsToAppend.set(events + own, state === undefined ? record : changeRecord(record, state))
  }

  const reply: Buffer[] = [Buffer.from(judged)]
  let at = 4
  for (const key of keys.slice(events)) {
    const seenBytes = plan!.readUInt32LE(at)
    const count = plan!.readUInt16LE(at + 4)
    const lifetime = plan!.readUInt16LE(at + 6) & 0x7fff
    const looks = !trusts || plan!.readUInt16LE(at + 6) !== lifetime
    const mine: Buffer[] = []
    for (let number = 0; number < count; number++) {
      const record = recordsToAppend.get(plan!.readUInt16LE(at + 8 + number * 2))
      if (record !== undefined) mine.push(record)
    }
    at += 16 + count * 2
    const seenEpoch = plan!.subarray(at - 8, at)
    const before = space.get(key)
    reply.push(...answerOf(before, seenBytes, looks ? seenEpoch : undefined))
    if (mine.length > 0 && before === undefined) space.set(key, Buffer.concat([epoch!, Buffer.alloc(8), ...mine]))
    if (mine.length > 0 && before !== undefined) space.append(key, Buffer.concat(mine))
    if (lifetime > 0) space.expire(key, Number(lifetimes[lifetime - 1]) || Number.POSITIVE_INFINITY)
  }
  if (reach === 'logs only') throw new BrokenOff()
  for (const [key, value] of identities) space.set(key, value, Number(identityKeepMs))
  return Buffer.concat(reply)
}

/** JUDGED of src/velocity/encoded-batch.ts. */
function judgeClaim(known: Buffer | undefined, content: Buffer, state: Buffer): number {
  if (known === undefined) return 0
  if (!known.subarray(0, 8).equals(content)) return 3
  const states = statesOf(known)
  if (states[0]!.equals(state)) return 1
  const seen = states.findIndex(each => each.equals(state))
  const before = seen < 0 ? states : states.slice(0, seen)
  const wasAuthorized = before.some(each => each[0] === AUTHORIZATION)
  if (state[0] === DECLINE || (state[0] === AUTHORIZATION && !wasAuthorized)) return seen < 0 ? 2 : 5
  return 4
}

function statesOf(identity: Buffer): Buffer[] {
  const states: Buffer[] = []
  for (let at = 8; at < identity.length; at += 8) states.push(identity.subarray(at, at + 8))
  return states
}

function recordAt(records: Buffer, number: number): Buffer {
  return records.subarray(number * RECORD_BYTES, (number + 1) * RECORD_BYTES)
}

/** The record of a change of status: it has the state for its id and counts as nothing but the state's kind. */
function changeRecord(record: Buffer, state: Buffer): Buffer {
  const changed = Buffer.from(record)
  state.copy(changed, 16)
  changed[24] = state[0]!
  changed[25] = record[25] === 0 ? 0 : 1 << (state[0]! - 1)
  return changed
}

/** LOG_STATE of src/redis/append-reply.ts, with what follows it. */
function answerOf(before: Buffer | undefined, seenBytes: number, seenEpoch: Buffer | undefined): Buffer[] {
  if (before === undefined) return [Buffer.of(0)]
  const isSame = seenEpoch === undefined || before.subarray(0, 8).equals(seenEpoch)
  const isKnown = seenBytes > 0 && seenBytes <= before.length && isSame
  if (isKnown && seenBytes === before.length) return [Buffer.of(1)]
  const rest = isKnown ? before.subarray(seenBytes) : before
  const size = Buffer.alloc(4)
  size.writeUInt32LE(rest.length)
  return [Buffer.of(isKnown ? 2 : 3), size, rest]
}

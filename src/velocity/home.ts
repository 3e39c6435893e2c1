/**
 * The home of a payment: where it was counted, so that an outcome that only names it can be counted in the same logs.
 *
 * | bytes | what |
 * |---|---|
 * | 0 | the payment's record (record.ts) |
 * | 64 | n, the number of kinds of key |
 * | 65 | n times: tag of the kind of key (4), keyed hash of the key (17) |
 * | | for each own log: tag of its name (4), value (8), whether `where` held (1) |
 *
 * A tag is the first 32 bits of the name's hash. Numbers are little endian. Nothing in it can be read as a value.
 */
import { hash } from 'node:crypto'
import type { EncodedBatch } from './encoded-batch.ts'
import { wordOf, writeHash } from './keyed-hash.ts'
import type { VelocityPlan } from './plan.ts'
import { RECORD_BYTES } from './record.ts'
import type { Slab } from './slab.ts'

const KEY_HASH_LENGTH = 22
const KEY_HASH_BYTES = 17
const KEY_BYTES = 4 + KEY_HASH_BYTES
const OWN_BYTES = 4 + 8 + 1
const KEYS_AT = RECORD_BYTES + 1

/** The tags of a plan's logs. */
interface LogTags {
  key: number
  /** 0 for logs of whole records. */
  own: number
}

const tagsOfPlans = new WeakMap<VelocityPlan, readonly LogTags[]>()

export function tagsOf(plan: VelocityPlan): readonly LogTags[] {
  let tags = tagsOfPlans.get(plan)
  if (tags === undefined) {
    tags = plan.logs.map(({ by, own, name }) => ({
      key: tagOf(by.join('+')),
      own: own === undefined ? 0 : tagOf(name),
    }))
    tagsOfPlans.set(plan, tags)
  }
  return tags
}

function tagOf(name: string): number {
  return wordOf(hash('sha256', name, 'base64url'), 0) || 1
}

/** The home of a payment of an encoded batch. */
export function homeOf(batch: EncodedBatch, event: number, plan: VelocityPlan, slab: Slab): Buffer {
  const tags = tagsOf(plan)
  let keys = 0
  const own: number[] = []
  for (let log = 0; log < batch.width; log++) {
    if (batch.logs[event * batch.width + log] === undefined) continue
    if (isFirstOfItsKey(batch, event, log, tags)) keys++
    if (tags[log]!.own !== 0) own.push(log)
  }
  const home = Buffer.allocUnsafe(KEYS_AT + keys * KEY_BYTES + own.length * OWN_BYTES)
  slab.copyTo(batch.slots[event]!, home, 0)
  home.writeUInt8(keys, RECORD_BYTES)
  let at = KEYS_AT
  for (let log = 0; log < batch.width; log++) {
    if (batch.logs[event * batch.width + log] === undefined || !isFirstOfItsKey(batch, event, log, tags)) continue
    at = home.writeUInt32LE(tags[log]!.key, at)
    writeHash(batch.keyHashes.text(event * batch.width + log), home, at)
    at += KEY_HASH_BYTES
  }
  for (const log of own) {
    const slot = batch.records[event * batch.width + log]!
    at = home.writeUInt32LE(tags[log]!.own, at)
    at = home.writeDoubleLE(slab.amount(slot), at)
    at = home.writeUInt8(slab.counted(slot) === 0 ? 0 : 1, at)
  }
  return home
}

/** Several logs may be by one kind of key, which is written once. */
function isFirstOfItsKey(batch: EncodedBatch, event: number, log: number, tags: readonly LogTags[]): boolean {
  for (let before = 0; before < log; before++) {
    if (tags[before]!.key === tags[log]!.key && batch.logs[event * batch.width + before] !== undefined) return false
  }
  return true
}

/** The keyed hash of the payment's key of one kind; undefined when it has none. */
export function keyHashIn(home: Buffer, tag: number): string | undefined {
  const end = KEYS_AT + home.readUInt8(RECORD_BYTES) * KEY_BYTES
  for (let at = KEYS_AT; at < end; at += KEY_BYTES) {
    if (home.readUInt32LE(at) !== tag) continue
    return home.toString('base64url', at + 4, at + KEY_BYTES).slice(0, KEY_HASH_LENGTH)
  }
  return undefined
}

/** What stood in the payment's record of one own log; undefined when it had none. */
export function ownValueIn(home: Buffer, tag: number): { value: number; holds: boolean } | undefined {
  const start = KEYS_AT + home.readUInt8(RECORD_BYTES) * KEY_BYTES
  for (let at = start; at < home.length; at += OWN_BYTES) {
    if (home.readUInt32LE(at) !== tag) continue
    return { value: home.readDoubleLE(at + 4), holds: home.readUInt8(at + 12) === 1 }
  }
  return undefined
}

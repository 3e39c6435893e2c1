import { HASH_STRIDE, type KeyHashes } from '../velocity/key-hashes.ts'
import { HASH_LENGTH } from '../velocity/keyed-hash.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { CommandFrame } from './command-frame.ts'
import { identityKeyHead, logKeyHead, SHARDS, shardOf, shardOfBytes } from './keys.ts'

/** By shard: what stands on the wire before the hash that a key ends with. */
type Heads = readonly Uint8Array[]

const identityHeads = headsOf(identityKeyHead)
const headsOfPlans = new WeakMap<VelocityPlan, readonly Heads[]>()

/** An argument: the key of the identity with this hash. The text of the key is never made. */
export function writeIdentityKey(frame: CommandFrame, hash: string): void {
  frame.headed(identityHeads[shardOf(hash)]!, hash)
}

/** By log of a plan, for `writeLogKey`. */
export function logKeyHeads(plan: VelocityPlan): readonly Heads[] {
  let heads = headsOfPlans.get(plan)
  if (heads === undefined) {
    heads = plan.logs.map(({ name }) => headsOf(shard => logKeyHead(name, shard)))
    headsOfPlans.set(plan, heads)
  }
  return heads
}

/** An argument: the key of the log with the hash of that number; the same as `logKey`. */
export function writeLogKey(frame: CommandFrame, heads: Heads, { bytes }: KeyHashes, number: number): void {
  const start = number * HASH_STRIDE
  frame.headedBytes(heads[shardOfBytes(bytes, start)]!, bytes, start, HASH_LENGTH)
}

function headsOf(head: (shard: number) => string): Heads {
  return Array.from({ length: SHARDS }, (_, shard) => {
    const text = head(shard)
    return Buffer.from(`$${text.length + HASH_LENGTH}\r\n${text}`, 'latin1')
  })
}

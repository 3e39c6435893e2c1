import { Command } from 'ioredis'
import { lowBitsOf, wordOf } from '../velocity/keyed-hash.ts'

/**
 * Shapes of the keys in Redis. The part in braces is a shard: Redis Cluster keeps keys with one shard together, so one
 * script can work on all of them. Changing the number of shards makes every key a new one.
 *
 * | key | holds |
 * |---|---|
 * | `v1:{7}:id:<hash>` | identity of an event: its content (8 bytes), then each state seen (8 bytes), first seen first |
 * | `v1:{7}:<log>:<hash>` | a log: a header of 16 bytes (log-header.ts), events that were folded (src/velocity/folded-bytes.ts), records of 64 bytes |
 * | `v1:{7}:mark:<hash>` | how far everything is counted: one per secret, in a Redis Cluster one per shard |
 * | `v1:{7}:lease:<hash>` | who counts lost records again |
 * | `v1:{7}:home:<hash>` | of a payment's identity: where it was counted (src/velocity/home.ts) |
 * | `v1:{7}:parked:<hash>` | of a payment's identity: a hash of outcomes that came before it, by their identity |
 *
 * `<hash>` is a keyed hash (src/velocity/keyed-hash.ts), `<log>` the log's name in the plan, such as `ip`.
 */
export const SHARDS = 16

const SLOTS = 16_384

/** One tag for each shard, chosen so that their slots lie evenly: masters with equal ranges of slots get equal shares. */
const TAGS = evenTags()

/** What the keys of all identities of a shard begin with; the hash follows. */
export function identityKeyHead(shard: number): string {
  return `v1:{${TAGS[shard]!}}:id:`
}

export function homeKey(hash: string): string {
  return `v1:{${TAGS[shardOf(hash)]!}}:home:${hash}`
}

export function parkedKey(hash: string): string {
  return `v1:{${TAGS[shardOf(hash)]!}}:parked:${hash}`
}

export function logKey(name: string, hash: string): string {
  return logKeyHead(name, shardOf(hash)) + hash
}

/** What the keys of all logs of one name and shard begin with; the hash follows. */
export function logKeyHead(name: string, shard: number): string {
  return `v1:{${TAGS[shard]!}}:${name}:`
}

/** From bits of the hash that no record keeps. */
export function shardOf(hash: string): number {
  return wordOf(hash, 12) % SHARDS
}

/** The same of a hash whose characters are bytes from `start` on. */
export function shardOfBytes(bytes: Uint8Array, start: number): number {
  return lowBitsOf(bytes, start, 12) % SHARDS
}

/** What stands in braces in the keys of a shard. */
export function shardTag(shard: number): string {
  return TAGS[shard]!
}

/** The slot of Redis Cluster in which all keys of a shard are. */
export function shardSlot(shard: number): number {
  return slotOf(TAGS[shard]!)
}

/** For each equal range of slots, the smallest number that falls into it. */
function evenTags(): string[] {
  const tags: string[] = []
  for (let number = 0, found = 0; found < SHARDS; number++) {
    const range = Math.floor((slotOf(String(number)) * SHARDS) / SLOTS)
    if (tags[range] !== undefined) continue
    tags[range] = String(number)
    found++
  }
  return tags
}

function slotOf(key: string): number {
  return new Command('get', [key]).getSlot()
}

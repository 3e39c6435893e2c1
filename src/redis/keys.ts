import { wordOf } from '../velocity/keyed-hash.ts'

/**
 * Shapes of the keys in Redis. The part in braces is a shard: Redis Cluster keeps keys with one shard together, so one
 * script can work on all of them. Changing the number of shards makes every key a new one.
 *
 * | key | holds |
 * |---|---|
 * | `v1:{7}:id:<hash>` | identity of an event: its content (8 bytes), then each state seen (8 bytes), first seen first |
 * | `v1:{7}:<log>:<hash>` | a log: a header of 16 bytes (log-header.ts), events that were folded (src/velocity/folded-bytes.ts), records of 64 bytes |
 *
 * `<hash>` is a keyed hash (src/velocity/keyed-hash.ts), `<log>` the log's name in the plan, such as `ip`.
 */
export const SHARDS = 16

export function identityKey(hash: string): string {
  return `v1:{${shardOf(hash)}}:id:${hash}`
}

export function logKey(name: string, hash: string): string {
  return `v1:{${shardOf(hash)}}:${name}:${hash}`
}

/** From bits of the hash that no record keeps. */
export function shardOf(hash: string): number {
  return wordOf(hash, 12) % SHARDS
}

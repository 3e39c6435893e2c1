const SEED = 0x9747b28c
const MIX = 0x5bd1e995

/**
 * The partition that Kafka's own clients choose for a key, so that theirs and ours meet: 32-bit MurmurHash2 by Austin
 * Appleby over the key's UTF-8, as `Utils.murmur2` of Apache Kafka has it, without its sign. kafkajs computes the same with BigInt,
 * which costs more than all else that it does with a record.
 */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions
}

function murmur2(bytes: Uint8Array): number {
  const { length } = bytes
  let hash = SEED ^ length
  let at = 0
  for (; at + 4 <= length; at += 4) {
    let word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    word = Math.imul(word, MIX)
    word ^= word >>> 24
    hash = Math.imul(hash, MIX) ^ Math.imul(word, MIX)
  }
  if (at < length) {
    for (let place = 0; at + place < length; place++) hash ^= bytes[at + place]! << (8 * place)
    hash = Math.imul(hash, MIX)
  }
  hash = Math.imul(hash ^ (hash >>> 13), MIX)
  return hash ^ (hash >>> 15)
}

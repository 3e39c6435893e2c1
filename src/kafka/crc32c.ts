const POLYNOMIAL_REVERSED = 0x82f63b78
const SLICES = 8
const tables = makeTables()

/** CRC-32C (Castagnoli), which Kafka keeps for each record batch; eight bytes per step. Answers an unsigned number. */
export function crc32c(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [T, T, T, T, T, T, T, T]
  const { length } = bytes
  let crc = -1
  let i = 0
  for (; i + SLICES <= length; i += SLICES) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    crc =
      t7[crc & 255]! ^
      t6[(crc >>> 8) & 255]! ^
      t5[(crc >>> 16) & 255]! ^
      t4[crc >>> 24]! ^
      t3[bytes[i + 4]!]! ^
      t2[bytes[i + 5]!]! ^
      t1[bytes[i + 6]!]! ^
      t0[bytes[i + 7]!]!
  }
  for (; i < length; i++) crc = t0[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

type T = Int32Array

/** `tables[k][byte]` is what a byte does to the remainder when `k` further bytes follow it in the step. */
function makeTables(): T[] {
  const first = new Int32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL_REVERSED : remainder >>> 1
    first[byte] = remainder
  }
  const all = [first]
  for (let slice = 1; slice < SLICES; slice++) {
    const before = all[slice - 1]!
    all.push(before.map(remainder => first[remainder & 255]! ^ (remainder >>> 8)))
  }
  return all
}

const POLYNOMIAL_REVERSED = 0x82f63b78
const WORD_BYTES = 4
const WORDS_PER_STEP = 4
const STEP_BYTES = WORD_BYTES * WORDS_PER_STEP
const [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15] = makeTables() as Tables
const isLittleEndian = new Uint8Array(Int32Array.of(1).buffer)[0] === 1

/**
 * CRC-32C (Castagnoli), which Kafka keeps for each record batch; sixteen bytes per step, loaded as words where words lie in
 * memory. Answers an unsigned number.
 */
export function crc32c(bytes: Uint8Array): number {
  const { length } = bytes
  if (!isLittleEndian || length < STEP_BYTES * 2) return ~ofBytes(-1, bytes, 0, length) >>> 0
  const lead = -bytes.byteOffset & (WORD_BYTES - 1)
  const count = (length - lead) >> 2
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + lead, count - (count % WORDS_PER_STEP))
  const crc = ofWords(ofBytes(-1, bytes, 0, lead), words)
  return ~ofBytes(crc, bytes, lead + words.length * WORD_BYTES, length) >>> 0
}

function ofBytes(before: number, bytes: Uint8Array, from: number, to: number): number {
  let crc = before
  for (let i = from; i < to; i++) crc = t0[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return crc
}

function ofWords(before: number, words: Int32Array): number {
  let crc = before
  for (let i = 0; i < words.length; i += WORDS_PER_STEP) {
    const a = words[i]! ^ crc
    const b = words[i + 1]!
    const c = words[i + 2]!
    const d = words[i + 3]!
    crc =
      t15[a & 255]! ^
      t14[(a >>> 8) & 255]! ^
      t13[(a >>> 16) & 255]! ^
      t12[a >>> 24]! ^
      t11[b & 255]! ^
      t10[(b >>> 8) & 255]! ^
      t9[(b >>> 16) & 255]! ^
      t8[b >>> 24]! ^
      t7[c & 255]! ^
      t6[(c >>> 8) & 255]! ^
      t5[(c >>> 16) & 255]! ^
      t4[c >>> 24]! ^
      t3[d & 255]! ^
      t2[(d >>> 8) & 255]! ^
      t1[(d >>> 16) & 255]! ^
      t0[d >>> 24]!
  }
  return crc
}

type T = Int32Array
type Tables = [T, T, T, T, T, T, T, T, T, T, T, T, T, T, T, T]

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
  for (let slice = 1; slice < STEP_BYTES; slice++) {
    const before = all[slice - 1]!
    all.push(before.map(remainder => first[remainder & 255]! ^ (remainder >>> 8)))
  }
  return all
}

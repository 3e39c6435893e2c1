import { HASH_LENGTH } from './keyed-hash.ts'

/** Words that a keyed hash as a text takes, the last one not all of it. */
export const HASH_WORDS = 6

/** Bytes from one hash to the next. */
export const HASH_STRIDE = HASH_WORDS * 4

/** Keyed hashes by number, the characters of their texts one behind the other: most are never needed as texts. */
export class KeyHashes {
  readonly bytes: Buffer
  private readonly words: Uint32Array

  constructor(count: number) {
    this.words = new Uint32Array(count * HASH_WORDS)
    this.bytes = Buffer.from(this.words.buffer)
  }

  /** Takes the hash that begins at a word of `source`. */
  put(number: number, source: Uint32Array, from: number): void {
    const to = number * HASH_WORDS
    for (let word = 0; word < HASH_WORDS; word++) this.words[to + word] = source[from + word]!
  }

  text(number: number): string {
    return this.bytes.toString('latin1', number * HASH_STRIDE, number * HASH_STRIDE + HASH_LENGTH)
  }
}

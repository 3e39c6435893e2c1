import type { ContentSink } from '../model/content.ts'

/** What stands behind a part that is no text; behind a text stands its length, which is never below zero. */
const IS_NUMBER = -1
const IS_FRACTION = -2
const IS_ABSENT = -3

/**
 * A quick keyed 64-bit hash for telling contents apart (was this payment sent again, or changed?). Not for hiding
 * values: see keyed-hash.ts for that. Results are in `high` and `low`, so that hashing leaves no garbage.
 *
 * Two 32-bit lanes of multiply and rotate, closed with the finishing steps that MurmurHash3 uses to spread every bit.
 */
export class MixingHash implements ContentSink {
  high = 0
  low = 0
  private readonly seedHigh: number
  private readonly seedLow: number

  /** Seeds are any 32-bit numbers, best taken from a secret. */
  constructor(seedHigh: number, seedLow: number) {
    this.seedHigh = seedHigh | 0
    this.seedLow = seedLow | 0
  }

  start(): void {
    this.high = this.seedHigh
    this.low = this.seedLow
  }

  /** The length comes behind the text: read from the end, all that was added can be told apart again. */
  addText(text = ''): void {
    let high = this.high
    let low = this.low
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      high = Math.imul(high ^ unit, 0x9e3779b1)
      high = (high << 13) | (high >>> 19)
      low = Math.imul(low + unit, 0x85ebca6b)
      low = (low << 17) | (low >>> 15)
    }
    this.high = high
    this.low = low
    this.addWord(text.length)
  }

  addNumber(number: number | undefined): void {
    if (number === undefined) this.addWord(IS_ABSENT)
    else if (!Number.isSafeInteger(number)) {
      this.addText(String(number))
      this.addWord(IS_FRACTION)
    } else {
      this.addWord(number % 2 ** 32)
      this.addWord(Math.floor(number / 2 ** 32))
      this.addWord(IS_NUMBER)
    }
  }

  addWord(word: number): void {
    this.high = Math.imul(this.high ^ word, 0x9e3779b1)
    this.high = (this.high << 13) | (this.high >>> 19)
    this.low = Math.imul(this.low + word, 0x85ebca6b)
    this.low = (this.low << 17) | (this.low >>> 15)
  }

  finish(): void {
    const high = spread(this.high ^ Math.imul(this.low, 0x27d4eb2f))
    this.low = spread(this.low ^ Math.imul(high, 0x165667b1)) >>> 0
    this.high = high >>> 0
  }
}

/** Lets every bit of a word bear upon all the others. */
export function spread(word: number): number {
  let result = word ^ (word >>> 16)
  result = Math.imul(result, 0x85ebca6b)
  result ^= result >>> 13
  result = Math.imul(result, 0xc2b2ae35)
  return result ^ (result >>> 16)
}

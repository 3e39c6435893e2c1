/**
 * A small seeded source of randomness, so that one seed gives one stream on every machine and Node version: sfc32 (Chris
 * Doty-Humphrey, PractRand; public domain), seeded through splitmix32 (Steele, Lea and Flood, 2014). Not for secrets.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(seed: number) {
    let state = seed | 0
    const mix = () => {
      state = (state + 0x9e3779b9) | 0
      let word = state ^ (state >>> 16)
      word = Math.imul(word, 0x21f0aaad)
      word ^= word >>> 15
      word = Math.imul(word, 0x735a2d97)
      return word ^ (word >>> 15)
    }
    this.a = mix()
    this.b = mix()
    this.c = mix()
    for (let round = 0; round < 12; round++) this.next()
  }

  /** A number in [0, 1) with 32 random bits. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4294967296
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!
  }

  /** Picks by weight; the weights need not add up to anything. */
  weighted<T extends { weight: number }>(items: readonly T[]): T {
    let total = 0
    for (const item of items) total += item.weight
    let rest = this.next() * total
    for (const item of items) {
      rest -= item.weight
      if (rest < 0) return item
    }
    return items[items.length - 1]!
  }

  /** Standard normal, by Box and Muller (1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next())
  }

  hex(digits: number): string {
    let text = ''
    for (let i = 0; i < digits; i++) text += Math.floor(this.next() * 16).toString(16)
    return text
  }

  /** Fills a pattern: `#` becomes a digit, `@` an upper-case letter, all else stays. */
  fill(pattern: string): string {
    let text = ''
    for (const sign of pattern) {
      if (sign === '#') text += this.whole(0, 9)
      else if (sign === '@') text += String.fromCharCode(65 + this.whole(0, 25))
      else text += sign
    }
    return text
  }
}

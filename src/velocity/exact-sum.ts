const LIMB = 2 ** 40
const HALF_LIMB = 2 ** 20

/** Whole numbers below this are squared in limbs, larger ones as BigInt. */
const QUICK_SQUARE_BELOW = 2 ** 40

/**
 * A sum of whole numbers, kept exactly as `high * 2^40 + low`, so that it depends on what is in it and never on the
 * order in which things came and went.
 */
export class ExactSum {
  high = 0
  low = 0
  /** Squares too large for the limbs. */
  private large = 0n

  clear(): void {
    this.high = 0
    this.low = 0
    this.large = 0n
  }

  /** `sign` is 1 to add and -1 to take away. */
  add(value: number, sign: number): void {
    const high = value >= 0 && value < LIMB ? 0 : Math.floor(value / LIMB)
    this.addLimbs(high, value - high * LIMB, sign)
  }

  addSquare(value: number, sign: number): void {
    const size = Math.abs(value)
    if (size >= QUICK_SQUARE_BELOW) {
      this.large += BigInt(sign) * BigInt(size) * BigInt(size)
      return
    }
    const upper = Math.floor(size / HALF_LIMB)
    const lower = size - upper * HALF_LIMB
    const crossed = 2 * upper * lower
    const carried = Math.floor(crossed / HALF_LIMB)
    const rest = (crossed - carried * HALF_LIMB) * HALF_LIMB + lower * lower
    const overflow = Math.floor(rest / LIMB)
    this.addLimbs(upper * upper + carried + overflow, rest - overflow * LIMB, sign)
  }

  /** The sum rounded once to a double; leaves out large squares, so it is for sums of plain values only. */
  total(): number {
    return this.high * LIMB + this.low
  }

  exact(): bigint {
    return (BigInt(this.high) << 40n) + BigInt(this.low) + this.large
  }

  private addLimbs(high: number, low: number, sign: number): void {
    this.high += sign * high
    this.low += sign * low
    if (this.low >= LIMB) {
      this.low -= LIMB
      this.high++
    } else if (this.low < 0) {
      this.low += LIMB
      this.high--
    }
  }
}

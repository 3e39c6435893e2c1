import { spread } from './mixing-hash.ts'

const SMALLEST = 256

/** Takes a text apart, once, into what it is looked up by. */
export class ValueUnits {
  /** The text's UTF-16 units, `length` of them; what stands behind them is of texts before. */
  units = new Uint16Array(SMALLEST)
  length = 0
  /** 32 bits, signed. Quick and keyed, so that nobody can choose texts that share one; equal texts have equal ones. */
  quickHash = 0
  private readonly seed: number

  /** The seed is any 32-bit number, best taken from a secret. */
  constructor(seed: number) {
    this.seed = seed | 0
  }

  read(text: string): void {
    const { length } = text
    if (length > this.units.length) this.units = new Uint16Array(length * 2)
    const { units } = this
    let mixed = this.seed
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at)
      units[at] = unit
      mixed = Math.imul(mixed ^ unit, 0x9e3779b1)
      mixed = (mixed << 13) | (mixed >>> 19)
    }
    this.length = length
    this.quickHash = spread(mixed ^ length) | 0
  }
}

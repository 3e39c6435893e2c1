import type { Slab } from './slab.ts'

/**
 * Keeps account of about how much two generations of keys and their logs hold, and tells when the young one is to grow old: when it
 * holds half of what is allowed.
 */
export class GenerationBytes {
  private readonly slab: Slab
  private readonly bytesMax: number
  /** Of keys and logs, without the records. */
  private young = 0
  private old = 0
  /** The least that records took since the latest rotation: what is above it was made by the young. */
  private recordsBefore = 0

  constructor(slab: Slab, bytesMax: number) {
    this.slab = slab
    this.bytesMax = bytesMax
  }

  /** Roughly what is held, records included. */
  get held(): number {
    return this.young + this.old + this.slab.usedBytes
  }

  /** The young hold so much more, records not counted. */
  grew(bytes: number): void {
    this.young += bytes
  }

  /** The young hold what was held by the old. */
  renewed(bytes: number): void {
    this.young += bytes
    this.old = Math.max(0, this.old - bytes)
  }

  /**
   * To be asked between batches: what the latest batch and the one before it used is never forgotten, because it was put among
   * the young ones and these grow old at most once per call. True when they have just done so: the old are to be let go of.
   */
  rotates(): boolean {
    const { usedBytes } = this.slab
    this.recordsBefore = Math.min(this.recordsBefore, usedBytes)
    if ((this.young + usedBytes - this.recordsBefore) * 2 <= this.bytesMax) return false
    this.old = this.young
    this.young = 0
    this.recordsBefore = usedBytes
    return true
  }
}

const TURN_MS = 100
/** A turn this long starves heartbeats and fetches. */
const STUCK_TURN_MS = 1000
/** Time over which the share is a moving average, so that one hiccup fades and does not kill the process. */
const MEMORY_MS = 10_000

/** How much of the last ten seconds or so the event loop was stuck: 0 never, 1 always. */
export class EventLoopWatch {
  private share = 0
  private lastMs = performance.now()
  private readonly timer = setInterval(() => this.tick(), TURN_MS).unref()

  /** Takes in one turn of the loop. */
  turned(turnMs: number): void {
    const isStuck = turnMs - TURN_MS > STUCK_TURN_MS
    const weight = 1 - Math.exp(-turnMs / MEMORY_MS)
    this.share += ((isStuck ? 1 : 0) - this.share) * weight
  }

  stuckShare(): number {
    return Math.round(this.share * 100) / 100
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private tick(): void {
    const nowMs = performance.now()
    this.turned(nowMs - this.lastMs)
    this.lastMs = nowMs
  }
}

import type { Clock, MarkedVelocityStore } from '../ports.ts'

const LEASE_MS = 10_000
const RENEW_MS = 2_000

/** Says that this process counts the lost records again. Counting the same twice does no harm; the lease only spares the work. */
export class Lease {
  private readonly store: Pick<MarkedVelocityStore, 'lease'>
  private readonly owner: string
  private readonly clock: Clock
  private takenMs = 0

  constructor(store: Pick<MarkedVelocityStore, 'lease'>, owner: string, clock: Clock) {
    this.store = store
    this.owner = owner
    this.clock = clock
  }

  /** False while another process has it. */
  async take(): Promise<boolean> {
    const hasIt = await this.store.lease(this.owner, LEASE_MS)
    if (hasIt) this.takenMs = this.clock.nowMs()
    return hasIt
  }

  async renew(): Promise<void> {
    if (this.clock.nowMs() - this.takenMs >= RENEW_MS) await this.take()
  }

  /** Best effort: it ends by itself. */
  async letGo(): Promise<void> {
    await this.store.lease(this.owner, 0).catch(() => undefined)
  }
}

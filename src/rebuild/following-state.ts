import type { History } from '../ports.ts'
import { BatchEnds } from './batch-ends.ts'
import { type RebuildingOptions, RebuildingStore } from './rebuilding-store.ts'

export interface FollowingOptions extends Omit<RebuildingOptions, 'ends'> {
  /** Leaves the process to others for so long. */
  rest: (ms: number) => Promise<void>
}

/**
 * A velocity state that no payment is decided on, such as the one under the next secret. It is kept up by reading the log
 * behind the group, with the same code and the same mark as a state that was lost: so a process that begins to decide on
 * it finds nothing missing but the latest records, and counts those first.
 */
export class FollowingState {
  private readonly options: FollowingOptions

  constructor(options: FollowingOptions) {
    const { nowMs } = options.clock
    this.options = { ...options, history: unhurried(options.history, nowMs, options.rest) }
  }

  /** Resolves when everything is counted that the group had committed meanwhile. Throws `Outage`. */
  catchUp(): Promise<void> {
    return new RebuildingStore({ ...this.options, ends: new BatchEnds() }).check()
  }
}

/** Half of the time is left to the payments that are decided meanwhile. */
function unhurried(history: History, nowMs: () => number, rest: (ms: number) => Promise<void>): History {
  return {
    extents: () => history.extents(),
    positionsAt: timeMs => history.positionsAt(timeMs),
    keepsMs: topic => history.keepsMs(topic),
    async *read(ranges) {
      for await (const part of history.read(ranges)) {
        const beganMs = nowMs()
        yield part
        await rest(nowMs() - beganMs)
      }
    },
  }
}

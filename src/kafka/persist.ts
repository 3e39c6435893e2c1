import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from './failure.ts'

const PAUSE_MS_MIN = 5
const PAUSE_MS_MAX = 2000

export interface Persistence {
  /** True for errors that must be thrown on at once. */
  isFinal: (error: unknown) => boolean
  /** Told the reason while it does not work, and `undefined` when it works again. */
  onOutage: (reason: string | undefined) => void
  /** Aborted when there is no more time to wait; the last error is then thrown. */
  signal: AbortSignal
}

/** Tries until it works, with pauses that grow to two seconds. */
export async function persist<T>(act: () => Promise<T>, { isFinal, onOutage, signal }: Persistence): Promise<T> {
  for (let pauseMs = PAUSE_MS_MIN, failed = false; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX)) {
    try {
      const result = await act()
      if (failed) onOutage(undefined)
      return result
    } catch (error) {
      if (isFinal(error) || signal.aborted) throw error
      failed = true
      onOutage(messageOf(error))
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) throw error
    }
  }
}

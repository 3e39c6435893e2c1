import type { EventSource } from '../ports.ts'
import { onStopSignal } from './on-stop-signal.ts'
import type { Watch } from './watch.ts'

export interface Stopping {
  readonly begun: boolean
  /** Listens no more. */
  end(): void
}

/** On the first signal no further batch is taken; what still waits for an outage when the time is up is let go. */
export function stopOnSignal(
  source: EventSource,
  { log, readiness }: Watch,
  timeoutMs: number,
  giveUp: AbortController,
): Stopping {
  let begun = false
  let timer: NodeJS.Timeout | undefined
  const release = onStopSignal(signal => {
    begun = true
    log.info('stopping', { signal })
    readiness.stopping()
    timer = setTimeout(() => {
      giveUp.abort()
      void source.close()
    }, timeoutMs)
    void source.stop()
  })
  return {
    get begun() {
      return begun
    },
    end() {
      clearTimeout(timer)
      release()
    },
  }
}

import pRetry from 'p-retry'
import { Outage } from './model/problem.ts'

export interface WaitingOut {
  /** Told when a dependency goes down, and again with `undefined` when the act has gone through after an outage. */
  onOutage: (dependency: string, reason: string | undefined) => void
  /** Aborted when the process must give up waiting (shutdown): the act then rejects with its outage. */
  signal?: AbortSignal
  waitMsMin?: number
  waitMsMax?: number
}

/**
 * Makes the `waitOut` of the pipeline: an act that throws `Outage` is tried again, for ever, with growing pauses. Anything
 * else is thrown on, because waiting mends no bug.
 */
export function waitingOut({ onOutage, signal, waitMsMin = 20, waitMsMax = 2000 }: WaitingOut) {
  return async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Outage)) throw error
      return await outlast(act, error)
    }
  }

  async function outlast<T>(act: () => Promise<T>, first: Outage): Promise<T> {
    let outage = first
    onOutage(outage.dependency, outage.message)
    const result = await pRetry(act, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: waitMsMin,
      maxTimeout: waitMsMax,
      factor: 2,
      ...(signal === undefined ? {} : { signal }),
      shouldRetry: ({ error }) => error instanceof Outage,
      onFailedAttempt: ({ error }) => {
        if (!(error instanceof Outage)) return
        if (error.dependency !== outage.dependency) onOutage(outage.dependency, undefined)
        outage = error
        onOutage(outage.dependency, outage.message)
      },
    })
    onOutage(outage.dependency, undefined)
    return result
  }
}

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Outage } from '../model/problem.ts'
import { FollowingState } from '../rebuild/following-state.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import { openNextState } from './open-redis.ts'
import type { Watch } from './watch.ts'

export interface Following {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

const CATCH_UP_MS = 5_000
const PAUSE_MS = 200

/**
 * While `secret_next` is set, velocities are kept under it too, from the log and beside the payments: whatever goes wrong
 * here makes none of them wait. One process of the group does the work at a time.
 */
export function followNextSecret(settings: Settings, ruleset: () => Ruleset, watch: Watch): Following {
  const next = openNextState(settings, ruleset().policy.money.base, watch.log)
  if (next === undefined) return { stop: async () => undefined }
  const stopped = new AbortController()
  const { signal } = stopped
  const state = new FollowingState({
    ...next,
    ruleset,
    identityKeepMs: settings['velocity.identity_keep'],
    outcomesKeepMs: settings['velocity.outcomes_keep'],
    clock: { nowMs: () => Date.now() },
    owner: randomUUID(),
    pause: () => sleep(PAUSE_MS),
    rest: ms => sleep(ms),
    onProgress: progress => {
      if (progress !== undefined) watch.metrics.nextSecret(progress)
    },
    signal,
  })
  const done = follow(state, watch, signal).finally(() => next.store.close())
  return {
    stop: () => {
      stopped.abort()
      return done
    },
  }
}

async function follow(state: FollowingState, { log, metrics }: Watch, signal: AbortSignal): Promise<void> {
  let isWhole = false
  let trouble: string | undefined
  log.info('velocities are kept under the next secret too, from what Kafka still holds')
  while (!signal.aborted) {
    try {
      await state.catchUp()
      metrics.nextSecret(undefined)
      if (!isWhole)
        log.info('the next secret may take the place of the secret: all that Kafka holds is counted under it')
      isWhole = true
      trouble = undefined
    } catch (error) {
      if (signal.aborted) return
      const reason = error instanceof Outage ? error.message : undefined
      if (reason === undefined) log.error('velocities under the next secret cannot be kept', { error })
      else if (trouble === undefined) log.warn('velocities under the next secret wait', { reason })
      trouble = reason ?? trouble
    }
    await sleep(CATCH_UP_MS, undefined, { signal }).catch(() => undefined) // woken by the stop
  }
}

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Outage } from '../model/problem.ts'
import type { EventSource, History, OutcomeStore, VelocityStore } from '../ports.ts'
import { BatchEnds } from '../rebuild/batch-ends.ts'
import { RebuildingStore, type RebuildProgress } from '../rebuild/rebuilding-store.ts'
import { retentionProblem } from '../rebuild/retention.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import type { Adapters } from './adapters.ts'
import { inputTopics } from './open-input.ts'
import { reportOutage, type Watch } from './watch.ts'

export interface RebuildingStream {
  source: EventSource
  velocity: VelocityStore
  outcomes: OutcomeStore | undefined
  /** Ends the checks that go on when no payment comes. */
  stop(): void
}

/** A loss is noticed by the next batch; when none comes, by a check as often as this. */
const CHECK_MS = 2_000
const PAUSE_MS = 200
const LOG_MS = 10_000

/** The adapters' source and store, so joined that velocities lost in Redis are counted again from Kafka before payments go on. */
export function rebuildingStream(
  { source, velocity, outcomes, decoder, rebuilds }: Adapters,
  settings: Settings,
  ruleset: () => Ruleset,
  watch: Watch,
  signal: AbortSignal,
): RebuildingStream {
  if (rebuilds === undefined) return { source, velocity, outcomes, stop: () => undefined }
  const ends = new BatchEnds()
  const store = new RebuildingStore({
    ...rebuilds,
    ...(outcomes === undefined ? {} : { outcomes: rebuilds.store, outcomesKeepMs: settings['velocity.outcomes_keep'] }),
    decoder,
    ruleset,
    ends,
    identityKeepMs: settings['velocity.identity_keep'],
    clock: { nowMs: () => Date.now() },
    owner: randomUUID(),
    pause: () => sleep(PAUSE_MS),
    onProgress: progressReport(watch),
    signal,
  })
  void warnOfRetention(rebuilds.history, settings, ruleset(), watch)
  const checks = setInterval(checkOnce(store, watch), CHECK_MS)
  checks.unref()
  return {
    source: ends.watch(source),
    velocity: store,
    outcomes: outcomes === undefined ? undefined : store,
    stop: () => clearInterval(checks),
  }
}

/** Best effort: a broker that does not say how long it keeps records is no reason not to run. */
async function warnOfRetention(history: History, settings: Settings, ruleset: Ruleset, { log }: Watch): Promise<void> {
  try {
    for (const topic of inputTopics(settings)) {
      const keepsMs = await history.keepsMs(topic)
      const problem = retentionProblem(ruleset, settings['velocity.identity_keep'], keepsMs, topic)
      if (problem !== undefined) log.warn(problem)
    }
  } catch (error) {
    log.debug('how long Kafka keeps payments could not be found out', { error })
  }
}

/** One check at a time; what it finds down is reported as the pipeline would report it. */
function checkOnce(store: RebuildingStore, watch: Watch): () => Promise<void> {
  let isUnderway = false
  let down: string | undefined
  const tell = (dependency: string | undefined, reason: string | undefined): void => {
    if (down !== undefined && down !== dependency) reportOutage(watch, down, undefined)
    if (dependency !== undefined) reportOutage(watch, dependency, reason)
    down = dependency
  }
  return async () => {
    if (isUnderway) return
    isUnderway = true
    try {
      await store.check()
      tell(undefined, undefined)
    } catch (error) {
      if (error instanceof Outage) tell(error.dependency, error.message)
      else watch.log.error('the check of the velocity state failed', { error })
    } finally {
      isUnderway = false
    }
  }
}

function progressReport({ log, metrics, readiness }: Watch): (progress: RebuildProgress | undefined) => void {
  let beganMs: number | undefined
  let loggedMs = 0
  return progress => {
    metrics.rebuild(progress)
    if (progress === undefined) {
      readiness.outage('redis', undefined)
      log.info('velocities are whole again', { seconds: (Date.now() - (beganMs ?? Date.now())) / 1000 })
      beganMs = undefined
      return
    }
    const { recordsDone, recordsTotal, isWaiting } = progress
    const who = isWaiting ? ' (another process does)' : ''
    readiness.outage(
      'redis',
      `rebuilding lost velocities: ${recordsDone} of ${recordsTotal} records counted again${who}`,
    )
    const nowMs = Date.now()
    if (beganMs === undefined)
      log.warn('Redis lost velocities; payments wait while they are counted again', { recordsTotal })
    else if (nowMs - loggedMs >= LOG_MS) log.info('rebuilding velocities', { recordsDone, recordsTotal })
    else return
    beganMs ??= nowMs
    loggedMs = nowMs
  }
}

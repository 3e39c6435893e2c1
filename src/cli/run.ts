import { loadGeo } from '../enrich/geo.ts'
import { runPipeline } from '../pipeline.ts'
import { PoisonBreaker } from '../pipeline-breaker.ts'
import type { Settings } from '../settings.ts'
import { createMetrics } from '../telemetry/create-metrics.ts'
import { type HealthServer, startHealthServer } from '../telemetry/health.ts'
import { createLog } from '../telemetry/log.ts'
import { createReadiness } from '../telemetry/readiness.ts'
import { waitingOut } from '../waiting-out.ts'
import { type Adapters, openAdapters, reportHeld, reportOutage, type Watch } from './adapters.ts'
import { liveRuleset } from './live-ruleset.ts'
import { followNextSecret } from './next-secret.ts'
import { rebuildingStream } from './rebuilding.ts'
import { rulesForScoring } from './rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'

export interface RunOptions {
  settings?: string
}

/**
 * `tripline run`: exit 0 after SIGTERM or SIGINT, or when an embedded input ended; 1 when it could not start or met a
 * fault that waiting cannot mend. Nothing uncommitted is lost either way.
 */
export async function runCommand({ settings: path }: RunOptions): Promise<number> {
  const settings = settingsOrExplain(path)
  if (settings === undefined) return 1
  const ruleset = await rulesForScoring(settings['rules.dir'], metadataOf(settings))
  if (ruleset === undefined) return 1
  loadGeo()

  const watch: Watch = { log: createLog(settings['log.level']), metrics: createMetrics(), readiness: createReadiness() }
  watch.metrics.ruleset(ruleset)
  watch.readiness.ruleset(ruleset.hash)
  const health = await listen(settings, watch)
  if (health === undefined) return 1

  const adapters = openAdapters(settings, ruleset.policy.money.base, watch)
  const live = liveRuleset(settings, ruleset, watch)
  const giveUp = new AbortController()
  const stream = rebuildingStream(adapters, settings, () => live.current(), watch, giveUp.signal)
  const breaker = new PoisonBreaker({
    deadLetterShareMax: settings['dead_letters.share_max'],
    onHeld: held => reportHeld(watch, held),
  })
  const letGo = (): void => {
    watch.log.warn('told to let held records go to the dead letters')
    breaker.letGo()
  }
  process.on('SIGUSR2', letGo)
  const following = followNextSecret(settings, () => live.current(), watch)
  const stopping = stopOnSignal(adapters, watch, settings['shutdown.timeout_ms'], giveUp)
  watch.log.info('running', { ruleset: ruleset.hash, rules: ruleset.rules.length, http: health.port })
  try {
    await runPipeline({
      ...adapters,
      ...stream,
      ruleset: () => live.current(),
      breaker,
      clock: { nowMs: () => Date.now() },
      detail: settings['decisions.detail'],
      waitOut: waitingOut({
        onOutage: (dependency, reason) => reportOutage(watch, dependency, reason),
        signal: giveUp.signal,
      }),
      onBatch: batch => watch.metrics.batch(batch),
    })
    watch.log.info('stopped')
    return 0
  } catch (error) {
    if (stopping.begun) {
      watch.log.warn('stopped while waiting; what was not committed comes again at the next start', { error })
      return 0
    }
    watch.readiness.died(error instanceof Error ? error.message : String(error))
    watch.log.error('ended by a fault that waiting cannot mend', { error })
    return 1
  } finally {
    stopping.end()
    process.off('SIGUSR2', letGo)
    breaker.close()
    stream.stop()
    await following.stop()
    await live.close()
    await close(adapters, health)
  }
}

async function listen(settings: Settings, { metrics, readiness, log }: Watch): Promise<HealthServer | undefined> {
  const [host, port] = [settings['http.host'], settings['http.port']]
  try {
    return await startHealthServer({ host, port, registry: metrics.registry, readiness })
  } catch (error) {
    log.error(`cannot listen on ${host}:${port}; choose another http.port`, { error })
    return undefined
  }
}

interface Stopping {
  readonly begun: boolean
  /** Listens no more. */
  end(): void
}

/** On the first signal no further batch is taken; what still waits for an outage when the time is up is let go. */
function stopOnSignal(
  { source }: Adapters,
  { log, readiness }: Watch,
  timeoutMs: number,
  giveUp: AbortController,
): Stopping {
  let begun = false
  let timer: NodeJS.Timeout | undefined
  const stop = (signal: NodeJS.Signals): void => {
    if (begun) return
    begun = true
    log.info('stopping', { signal })
    readiness.stopping()
    timer = setTimeout(() => {
      giveUp.abort()
      void source.close()
    }, timeoutMs)
    void source.stop()
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
  return {
    get begun() {
      return begun
    },
    end() {
      clearTimeout(timer)
      process.off('SIGTERM', stop).off('SIGINT', stop)
    },
  }
}

async function close({ source, sink, velocity }: Adapters, health: HealthServer): Promise<void> {
  await source.close()
  await sink.close()
  await velocity.close()
  await health.close()
}

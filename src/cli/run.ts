import { loadGeo } from '../enrich/geo.ts'
import { Outage } from '../model/problem.ts'
import { runPipeline } from '../pipeline.ts'
import { PoisonBreaker } from '../pipeline-breaker.ts'
import { RuleMemory } from '../ruleset/rule-memory.ts'
import type { Settings } from '../settings.ts'
import { createMetrics } from '../telemetry/create-metrics.ts'
import type { HealthServer } from '../telemetry/health.ts'
import { createLog, type LogFields } from '../telemetry/log.ts'
import { logFlagged } from '../telemetry/log-flagged.ts'
import { createReadiness } from '../telemetry/readiness.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import { waitingOut } from '../waiting-out.ts'
import { type Adapters, openAdapters } from './adapters.ts'
import { instanceOf } from './instance-of.ts'
import { keepYoung } from './keep-young.ts'
import { listenForHealth } from './listen.ts'
import { liveRuleset } from './live-ruleset.ts'
import { followNextSecret } from './next-secret.ts'
import { rebuildingStream } from './rebuilding.ts'
import { rulesForScoring } from './rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { reportHeld, reportOutage, type Watch } from './watch.ts'

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
  const memory = new RuleMemory()
  const ruleset = await rulesForScoring(settings['rules.dir'], metadataOf(settings), memory)
  if (ruleset === undefined) return 1
  loadGeo()
  keepYoung()

  const watch: Watch = { log: createLog(settings['log.level']), metrics: createMetrics(), readiness: createReadiness() }
  watch.metrics.ruleset(ruleset)
  watch.readiness.ruleset(ruleset.hash)
  const health = await listenForHealth(settings, watch)
  if (health === undefined) return 1

  const tracing = await traceBatches(settings, watch)
  const adapters = openAdapters(settings, ruleset.policy.money.base, watch)
  const live = liveRuleset(settings, ruleset, watch, memory)
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
  const stopping = stopOnSignal(adapters.source, watch, settings['shutdown.timeout_ms'], giveUp)
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
      onBatch: batch => {
        watch.metrics.batch(batch)
        tracing?.batch(batch)
        if (settings['log.level'] === 'debug') logFlagged(watch.log, batch.outputs)
      },
    })
    watch.log.info('stopped')
    return 0
  } catch (error) {
    if (stopping.begun) {
      watch.log.warn('stopped while waiting; what was not committed comes again at the next start', factsOf(error))
      return 0
    }
    watch.readiness.died(error instanceof Error ? error.message : String(error))
    watch.log.error('ended by a fault that waiting cannot mend', factsOf(error))
    return 1
  } finally {
    stopping.end()
    process.off('SIGUSR2', letGo)
    breaker.close()
    stream.stop()
    await following.stop()
    await live.close()
    await close(adapters, health)
    await tracing?.close()
  }
}

/** An outage is nobody's bug, nor is giving up on one: where in the code it was noticed tells an operator nothing. */
function factsOf(error: unknown): LogFields {
  if (error instanceof Outage) return { dependency: error.dependency, reason: error.message }
  return error instanceof Error && error.name === 'AbortError' ? {} : { error }
}

/** Undefined where the settings name no receiver; nothing of OpenTelemetry is loaded then. */
async function traceBatches(settings: Settings, { log }: Watch): Promise<Tracing | undefined> {
  const url = settings['tracing.otlp_url']
  if (url === undefined) return undefined
  const { openTracing } = await import('../telemetry/tracing.ts')
  return openTracing({ url, instance: instanceOf(settings) ?? String(process.pid), log })
}

async function close({ source, sink, velocity }: Adapters, health: HealthServer): Promise<void> {
  await source.close()
  await sink.close()
  await velocity.close()
  await health.close()
}

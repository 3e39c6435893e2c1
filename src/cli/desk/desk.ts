import { createDecoder, createOutcomeDecoder } from '../../decode/create-decoder.ts'
import { type Desk, type DeskBatch, runDesk } from '../../desk/desk-flow.ts'
import { prepareSchema } from '../../desk/schema.ts'
import { loadGeo } from '../../enrich/geo.ts'
import { followNews } from '../../rescore/follow-news.ts'
import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { Settings } from '../../settings.ts'
import { createMetrics } from '../../telemetry/create-metrics.ts'
import { createDeskMetrics, type KeptBatch } from '../../telemetry/desk-metrics.ts'
import { createLog } from '../../telemetry/log.ts'
import { createReadiness } from '../../telemetry/readiness.ts'
import { waitingOut } from '../../waiting-out.ts'
import { terminal } from '../check.ts'
import { decoderOptions } from '../decoder-options.ts'
import { listenForHealth } from '../listen.ts'
import { liveRuleset } from '../live-ruleset.ts'
import { onStopSignal } from '../on-stop-signal.ts'
import { DESK_SCHEMA, databaseOrExplain, openDatabase } from '../open-database.ts'
import { rulesForScoring } from '../rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from '../settings-or-explain.ts'
import { stopOnSignal } from '../stop-on-signal.ts'
import { reportOutage, type Watch } from '../watch.ts'
import { type DeskFiles, deskInputFromFiles, deskInputFromKafka } from './desk-source.ts'
import { DeskTotals } from './desk-totals.ts'
import { watchCases } from './watch-cases.ts'

export interface DeskOptions extends DeskFiles {
  settings?: string
  rules?: string
  database?: string
}

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

/**
 * `tripline desk`: keeps what happens in a database and opens cases. From files it ends with them; from Kafka it runs until
 * SIGTERM or SIGINT. Exit 0 then, 1 when it could not start or met a fault that waiting cannot mend, 2 on wrong use.
 */
export async function deskCommand(options: DeskOptions): Promise<number> {
  const read = settingsOrExplain(options.settings)
  if (read === undefined) return EXIT_PROBLEMS
  const settings: Settings = {
    ...read,
    'rules.dir': options.rules ?? read['rules.dir'],
    'desk.database_url': options.database ?? read['desk.database_url'],
  }
  const { payments, decisions, outcomes } = options
  if ([payments, decisions, outcomes].some(file => file !== undefined)) return deskFromFiles(options, settings)
  const brokers = settings['kafka.brokers']
  if (brokers !== undefined) return deskFromKafka(settings, brokers)
  terminal.error(
    'tripline: say what the desk reads: set `kafka.brokers`, or give --payments, --decisions and --outcomes',
  )
  return EXIT_WRONG_USE
}

async function deskFromFiles(files: DeskFiles, settings: Settings): Promise<number> {
  const ruleset = await rulesForScoring(settings['rules.dir'], metadataOf(settings))
  if (ruleset === undefined) return EXIT_PROBLEMS
  const input = deskInputFromFiles(files, settings)
  if (typeof input === 'string') {
    terminal.error(`tripline: ${input}`)
    return EXIT_PROBLEMS
  }
  const database = await databaseOrExplain(settings['desk.database_url'])
  if (database === undefined) return EXIT_PROBLEMS
  loadGeo()
  const totals = new DeskTotals()
  const release = onStopSignal(() => void input.source.stop())
  try {
    await runDesk({
      ...input,
      database,
      policy: () => ruleset.policy,
      alsoFollow: rescoring(settings, () => ruleset),
      waitOut: waitingOut({
        onOutage: (what, why) => why !== undefined && terminal.error(`tripline: ${what}: ${why}`),
      }),
      onBatch: batch => totals.add(batch),
    })
    terminal.error(await totals.text(database))
    return EXIT_GOOD
  } catch (error) {
    terminal.error(`tripline: ${error instanceof Error ? error.message : error}`)
    return EXIT_PROBLEMS
  } finally {
    release()
    await input.source.close()
    await database.close()
  }
}

async function deskFromKafka(settings: Settings, brokers: readonly string[]): Promise<number> {
  const ruleset = await rulesForScoring(settings['rules.dir'], metadataOf(settings))
  if (ruleset === undefined) return EXIT_PROBLEMS
  loadGeo()
  const watch: Watch = { log: createLog(settings['log.level']), metrics: createMetrics(), readiness: createReadiness() }
  const deskMetrics = createDeskMetrics(watch.metrics.registry)
  watch.metrics.ruleset(ruleset)
  watch.readiness.ruleset(ruleset.hash)
  const health = await listenForHealth(settings, watch)
  if (health === undefined) return EXIT_PROBLEMS
  const database = await openDatabase(settings['desk.database_url'])
  const input = deskInputFromKafka(settings, brokers, watch)
  const live = liveRuleset(settings, ruleset, watch)
  const giveUp = new AbortController()
  const stopping = stopOnSignal(input.source, watch, settings['shutdown.timeout_ms'], giveUp)
  const waitOut = waitingOut({
    onOutage: (dependency, reason) => reportOutage(watch, dependency, reason),
    signal: giveUp.signal,
  })
  watch.log.info('running', { ruleset: ruleset.hash, http: health.port })
  try {
    await waitOut(() => prepareSchema(database, DESK_SCHEMA))
    watchCases(database, deskMetrics)
    await runDesk({
      ...input,
      database,
      policy: () => live.current().policy,
      alsoFollow: rescoring(settings, () => live.current()),
      waitOut,
      onBatch: batch => {
        tellRefused(watch, batch)
        deskMetrics.batch(keptBatch(batch, Date.now()))
      },
    })
    watch.log.info('stopped')
    return EXIT_GOOD
  } catch (error) {
    if (stopping.begun) {
      watch.log.warn('stopped while waiting; what was not committed comes again at the next start', { error })
      return EXIT_GOOD
    }
    watch.readiness.died(error instanceof Error ? error.message : String(error))
    watch.log.error('ended by a fault that waiting cannot mend', { error })
    return EXIT_PROBLEMS
  } finally {
    stopping.end()
    await live.close()
    await input.source.close()
    await health.close()
    await database.close()
  }
}

function keptBatch({ records, arrived, refused }: DeskBatch, keptAtMs: number): KeptBatch {
  const { payments, decisions, outcomes } = arrived
  return {
    counts: {
      payment: payments.length,
      decision: decisions.length,
      outcome: outcomes.length,
      refused: refused.length,
    },
    timesMs: records.flatMap(({ timestampMs }) => timestampMs ?? []),
    keptAtMs,
  }
}

/** Payments that are not shipped are scored again by the rules that hold now. */
function rescoring(settings: Settings, ruleset: () => Ruleset): Desk['alsoFollow'] {
  // What is kept is written in ISO times, however it was sent.
  const { timeUnit: _asSent, ...rest } = decoderOptions(settings)
  const options = { ...rest, format: 'json' } as const
  const scoring = {
    payments: createDecoder(options),
    outcomes: createOutcomeDecoder(options),
    secret: settings.secret,
  }
  return (sql, arrived, fresh) => followNews(sql, ruleset(), scoring, arrived, fresh, Date.now())
}

/** `tripline run` has written the dead letters of payments and outcomes; a decision that cannot be read is nobody else's to tell. */
function tellRefused({ log }: Watch, { refused }: DeskBatch): void {
  for (const { record, rejection } of refused) {
    const { topic, partition, offset } = record
    log.warn('a record was left out', { code: rejection.problem.code, topic, partition, offset: String(offset) })
  }
}

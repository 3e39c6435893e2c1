import { loadGeo } from '../enrich/geo.ts'
import { minorDigits } from '../model/money.ts'
import { type Warmed, warmLogs } from '../rebuild/warm-logs.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { createLog } from '../telemetry/log.ts'
import { waitingOut } from '../waiting-out.ts'
import { namedVelocities } from './cold-velocities.ts'
import { openDecoder, openHistory } from './open-input.ts'
import { openRedis } from './open-redis.ts'
import { showProgress } from './progress.ts'
import { rulesForScoring } from './rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'

export interface WarmCommandOptions {
  settings?: string
}

const EXIT_WRONG_USE = 2

/**
 * `tripline warm [VELOCITY …]`: fills the logs of velocities from the payments that Kafka still has, while the stream goes
 * on. Exit 0 when they are filled, 1 when rules or settings have mistakes, 2 when a name is no velocity or there is no
 * Kafka or Redis to work with.
 */
export async function warmCommand(names: readonly string[], { settings: path }: WarmCommandOptions): Promise<number> {
  const settings = settingsOrExplain(path)
  if (settings === undefined) return 1
  const ruleset = await rulesForScoring(settings['rules.dir'], metadataOf(settings))
  if (ruleset === undefined) return 1
  const brokers = settings['kafka.brokers']
  if (brokers === undefined || settings['redis.url'] === undefined) {
    console.error('tripline: warm needs Kafka and Redis: set kafka.brokers and redis.url')
    return EXIT_WRONG_USE
  }
  const logs = logsToFill(ruleset, names)
  if (typeof logs === 'string') {
    console.error(`tripline: ${logs}`)
    return EXIT_WRONG_USE
  }
  if (logs.length === 0) {
    console.error('Every velocity of these rules works on the standard columns: there is nothing to fill.')
    return 0
  }
  const store = openRedis(settings, minorDigits(ruleset.policy.money.base)!, false, createLog('warn'))!
  loadGeo()
  let progress: ReturnType<typeof showProgress> | undefined
  try {
    const beganMs = performance.now()
    const warmed = await warmLogs({
      ruleset,
      logs,
      history: openHistory(settings, brokers, [settings['topics.payments']]),
      decoder: openDecoder(settings, undefined),
      fill: store.filling(),
      nowMs: Date.now(),
      onProgress: (done, total) => {
        progress ??= showProgress('reading payments again', total)
        progress.update(done, `${done} of ${total} records`)
      },
      waitOut: waitingOut({
        onOutage: (dependency, reason) => {
          if (reason !== undefined) console.error(`tripline: ${dependency} is down, waiting: ${reason}`)
        },
      }),
    })
    progress?.end()
    console.error(resultText(warmed, ruleset, logs, (performance.now() - beganMs) / 1000))
    return 0
  } finally {
    progress?.end()
    await store.close()
  }
}

/** Indexes of logs, or what is wrong with the names. */
function logsToFill(ruleset: Ruleset, names: readonly string[]): number[] | string {
  const velocities = namedVelocities(ruleset)
  if (names.length === 0) return unique(velocities.filter(each => each.isCold).map(each => each.log))
  const unknown = names.find(name => !velocities.some(each => each.name === name))
  if (unknown !== undefined) {
    const known = [...new Set(velocities.map(each => each.name))].sort().join(', ')
    return `no live or shadow rule has a velocity called \`${unknown}\`; there are: ${known}`
  }
  return unique(velocities.filter(each => names.includes(each.name)).map(each => each.log))
}

function resultText(warmed: Warmed, ruleset: Ruleset, logs: readonly number[], seconds: number): string {
  const { recordsRead, entriesAdded, wantedFromMs, isHistoryCut } = warmed
  const names = unique(namedVelocities(ruleset).flatMap(({ name, log }) => (logs.includes(log) ? [name] : [])))
  const lines = [
    `${recordsRead} records read in ${seconds.toFixed(1)} s, ${entriesAdded} entries added for ${names.join(', ')}`,
  ]
  if (isHistoryCut) {
    const since = Number.isFinite(wantedFromMs) ? `back to ${new Date(wantedFromMs).toISOString()}` : 'all of it'
    lines.push(
      `Kafka no longer has everything that the longest window looks at (${since}): older payments are not counted`,
    )
  }
  return lines.join('\n')
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

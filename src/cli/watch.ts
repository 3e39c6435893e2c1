import type { Metrics } from '../telemetry/create-metrics.ts'
import type { Log } from '../telemetry/log.ts'
import type { Readiness } from '../telemetry/readiness.ts'

/** Where a process that runs says how it is. */
export interface Watch {
  log: Log
  metrics: Metrics
  readiness: Readiness
}

/**
 * Says what is down in the log, in /readyz and in a metric; `undefined` says that it is back. The first reason is often only
 * that a connection broke, so the log says each further one too.
 */
export function reportOutage({ log, metrics, readiness }: Watch, dependency: string, reason: string | undefined): void {
  const isNews = readiness.outage(dependency, reason)
  metrics.outage(dependency, reason !== undefined)
  if (!isNews) return
  if (reason === undefined) log.info(`${dependency} is back`)
  else log.warn(`${dependency} is down, payments wait`, { reason })
}

/** Says which partitions wait for a person, each with its reason; the others go on. */
export function reportHeld({ log, metrics, readiness }: Watch, held: readonly string[]): void {
  const { reasons } = readiness.state()
  const known = reasons.find(each => each.what === 'input')?.why
  const reason = held.length === 0 ? undefined : held.join('; ')
  readiness.outage('input', reason)
  metrics.outage('input', reason !== undefined)
  if (reason !== undefined && known === undefined) log.warn('partitions are held back, the others go on', { held })
  if (reason === undefined && known !== undefined) log.info('no partition is held back any more')
}

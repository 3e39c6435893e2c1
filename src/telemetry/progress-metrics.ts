import type { Counter, Gauge } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

/** A rebuild begins with its first word of progress and ends with `undefined`. */
export function rebuildMetrics(rebuilds: Counter, records: Counter, left: Gauge): Metrics['rebuild'] {
  let doneBefore: number | undefined
  return progress => {
    if (progress === undefined) {
      doneBefore = undefined
      left.set(0)
      return
    }
    if (doneBefore === undefined) rebuilds.inc()
    records.inc(Math.max(0, progress.recordsDone - (doneBefore ?? 0)))
    doneBefore = progress.recordsDone
    left.set(progress.recordsTotal - progress.recordsDone)
  }
}

/** A little behind is still ready: those records are counted within seconds, or by whoever begins to decide on them. */
export function nextSecretMetrics(ready: Gauge, records: Counter, left: Gauge): Metrics['nextSecret'] {
  let doneBefore = 0
  return progress => {
    if (progress === undefined) {
      ready.set(1)
      left.set(0)
      doneBefore = 0
      return
    }
    if (progress.recordsDone < doneBefore) doneBefore = 0
    records.inc(progress.recordsDone - doneBefore)
    doneBefore = progress.recordsDone
    left.set(progress.recordsTotal - progress.recordsDone)
  }
}

import { createMetrics } from '../../src/telemetry/create-metrics.ts'
import { DESK_METRICS } from '../../src/telemetry/desk-metrics.ts'
import { type DeclaredMetric, METRICS } from '../../src/telemetry/metrics.ts'

/** Labels that Prometheus adds to whatever it scrapes. */
const ADDED = ['job', 'instance']

/** Every metric that `tripline run` and `tripline desk` declare. */
export const DECLARED: readonly DeclaredMetric[] = [
  ...Object.values<DeclaredMetric>(METRICS),
  ...Object.values<DeclaredMetric>(DESK_METRICS),
]

/** Every series name that can be scraped, with the labels it has; a histogram is three of them. */
export function scrapedSeries(): ReadonlyMap<string, readonly string[]> {
  const series = new Map<string, readonly string[]>([['up', ADDED]])
  for (const { name } of createMetrics().registry.getMetricsAsArray()) {
    if (!name.startsWith('tripline_')) series.set(name, ADDED)
  }
  for (const { name, type, labels } of DECLARED) {
    const all = [...labels, ...ADDED]
    if (type === 'histogram') {
      series.set(`${name}_bucket`, [...all, 'le'])
      series.set(`${name}_sum`, all)
      series.set(`${name}_count`, all)
    } else {
      series.set(name, all)
    }
  }
  return series
}

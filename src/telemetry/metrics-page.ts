import type { DeclaredMetric } from './declared-metric.ts'
import { DESK_METRICS } from './desk-metrics.ts'
import { INTAKE_METRICS } from './intake-metrics.ts'
import { METRICS } from './metrics.ts'

/** The text of docs/metrics.md. */
export function metricsMarkdown(): string {
  return [
    '# Metrics',
    '',
    'Served at `/metrics` in the Prometheus text format, with the process metrics of Node (`process_*`, `nodejs_*`) on top.',
    'Labels take few values each: rules, queues, codes, topics, partitions; never a payment, a card or a customer.',
    'The dashboards of `ops/grafana` show each of them, and [runbook.md](runbook.md) says what to do when an alert asks.',
    '',
    '## `tripline run`',
    '',
    ...table(OF_RUN),
    '',
    '## `tripline desk`',
    '',
    ...table(DESK_METRICS),
    '',
    'It has `tripline_lag_records`, `tripline_outage_active` and the metrics of the ruleset from above too.',
    '',
    '## `tripline intake`',
    '',
    ...table(INTAKE_METRICS),
    '',
    'It has `tripline_outage_active` from above too.',
    '',
  ].join('\n')
}

/** Every process registers them all; each is told of where it moves. */
const OF_RUN = Object.fromEntries(Object.entries(METRICS).filter(([key]) => !Object.hasOwn(INTAKE_METRICS, key)))

function table(metrics: Readonly<Record<string, DeclaredMetric>>): string[] {
  const rows = Object.values(metrics).map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map(label => `\`${label}\``).join(', ')} | ${help} |`,
  )
  return ['| metric | type | labels | what it says |', '|---|---|---|---|', ...rows]
}

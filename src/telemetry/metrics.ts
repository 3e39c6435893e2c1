/** Every metric of Tripline, declared once. Node's own (`process_*`, `nodejs_*`) come on top. */

import { INTAKE_METRICS } from './intake-metrics.ts'

export interface DeclaredMetric {
  type: 'counter' | 'gauge' | 'histogram'
  name: `tripline_${string}`
  labels: readonly string[]
  help: string
  /** Upper bounds of a histogram, in the unit of its name. */
  buckets?: readonly number[]
}

export const METRICS = {
  payments: {
    type: 'counter',
    name: 'tripline_payments_total',
    labels: ['action'],
    help: 'Payments decided, by action; a redelivered payment is decided and counted here again.',
  },
  hits: {
    type: 'counter',
    name: 'tripline_rule_hits_total',
    labels: ['rule', 'mode'],
    help: 'Payments for which a rule held, by rule and its mode (live or shadow).',
  },
  snoozedHits: {
    type: 'counter',
    name: 'tripline_snoozed_hits_total',
    labels: ['rule'],
    help: 'Hits that counted for nothing because the rule is snoozed for a value of the payment.',
  },
  listMatches: {
    type: 'counter',
    name: 'tripline_list_matches_total',
    labels: ['list'],
    help: 'Payments with a value in a list that allows, reviews or blocks.',
  },
  unknown: {
    type: 'counter',
    name: 'tripline_rule_unknown_total',
    labels: ['rule'],
    help: 'Payments that a rule could not judge because a value it reads was absent.',
  },
  verdicts: {
    type: 'counter',
    name: 'tripline_events_total',
    labels: ['verdict'],
    help: 'Events given to the velocity store: new, duplicate, old-duplicate (its velocities have forgotten), status-change, id-conflict.',
  },
  outcomes: {
    type: 'counter',
    name: 'tripline_outcomes_total',
    labels: ['type', 'verdict'],
    help: 'Outcomes read: new, duplicate, parked (their payment is not known yet) or id-conflict; notices and failed refunds are always new.',
  },
  outcomesMatched: {
    type: 'counter',
    name: 'tripline_outcomes_matched_total',
    labels: [],
    help: 'Parked outcomes that were counted when their payment came.',
  },
  deadLetters: {
    type: 'counter',
    name: 'tripline_dead_letters_total',
    labels: ['code'],
    help: 'Records that could not be scored, by problem code.',
  },
  warnings: {
    type: 'counter',
    name: 'tripline_warnings_total',
    labels: ['code'],
    help: 'Payments scored in spite of something odd, by warning code.',
  },
  ignored: {
    type: 'counter',
    name: 'tripline_ignored_records_total',
    labels: ['reason'],
    help: 'Records with nothing to score, such as tombstones.',
  },
  stageSeconds: {
    type: 'histogram',
    name: 'tripline_stage_seconds',
    labels: ['stage'],
    help: 'Time that a batch spent in a stage; the sum is the time spent in it so far.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
  },
  batchRecords: {
    type: 'histogram',
    name: 'tripline_batch_records',
    labels: [],
    help: 'Records in a batch.',
    buckets: [1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000],
  },
  latencySeconds: {
    type: 'histogram',
    name: 'tripline_payment_latency_seconds',
    labels: [],
    help: "From the broker's time of a record until its outputs were acknowledged and its offset committed.",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
  },
  lagRecords: {
    type: 'gauge',
    name: 'tripline_lag_records',
    labels: ['topic', 'partition'],
    help: 'Records of a partition that are not committed yet, for the partitions of this process.',
  },
  outage: {
    type: 'gauge',
    name: 'tripline_outage_active',
    labels: ['dependency'],
    help: '1 while a dependency is down and payments wait for it, else 0.',
  },
  rebuilds: {
    type: 'counter',
    name: 'tripline_rebuilds_total',
    labels: [],
    help: 'Times that velocity state was found lost and was counted again from the log.',
  },
  rebuiltRecords: {
    type: 'counter',
    name: 'tripline_rebuilt_records_total',
    labels: [],
    help: 'Records read and counted again because their velocity state was lost.',
  },
  rebuildRecordsLeft: {
    type: 'gauge',
    name: 'tripline_rebuild_records_left',
    labels: [],
    help: 'Lost records that are still to be counted again while payments wait; 0 when there are none.',
  },
  nextSecretReady: {
    type: 'gauge',
    name: 'tripline_next_secret_ready',
    labels: [],
    help: '1 once velocities under `secret_next` have caught up with what the group has committed, else 0.',
  },
  nextSecretRecords: {
    type: 'counter',
    name: 'tripline_next_secret_records_total',
    labels: [],
    help: 'Records that this process has counted under `secret_next`.',
  },
  nextSecretRecordsLeft: {
    type: 'gauge',
    name: 'tripline_next_secret_records_left',
    labels: [],
    help: 'Committed records that are still to be counted under `secret_next`.',
  },
  ruleset: {
    type: 'gauge',
    name: 'tripline_ruleset_info',
    labels: ['hash'],
    help: 'Always 1; the label is the hash of the ruleset that decides.',
  },
  rules: {
    type: 'gauge',
    name: 'tripline_ruleset_rules',
    labels: ['mode'],
    help: 'Rules in the ruleset that decides, by mode (live or shadow).',
  },
  rulesetReloads: {
    type: 'counter',
    name: 'tripline_ruleset_reloads_total',
    labels: ['result'],
    help: 'Times that changed rule files were read: applied, refused (a file has a mistake) or unchanged.',
  },
  rulesetRefused: {
    type: 'gauge',
    name: 'tripline_ruleset_refused',
    labels: [],
    help: '1 while the rule files on disk are refused and an older ruleset goes on deciding, else 0.',
  },
  redisRoundTrips: {
    type: 'counter',
    name: 'tripline_redis_round_trips_total',
    labels: [],
    help: 'Times that the velocity store waited for Redis.',
  },
  cacheBytes: {
    type: 'gauge',
    name: 'tripline_velocity_cache_bytes',
    labels: [],
    help: 'Memory held by velocity logs that this process has read.',
  },
  cacheHits: {
    type: 'counter',
    name: 'tripline_velocity_cache_hits_total',
    labels: [],
    help: 'Velocity logs found in memory, so that only what was new had to be read.',
  },
  cacheMisses: {
    type: 'counter',
    name: 'tripline_velocity_cache_misses_total',
    labels: [],
    help: 'Velocity logs that had to be read from their beginning.',
  },
  cacheEvictions: {
    type: 'counter',
    name: 'tripline_velocity_cache_evictions_total',
    labels: [],
    help: 'Velocity logs dropped from memory to make room.',
  },
  approximateDecisions: {
    type: 'counter',
    name: 'tripline_approximate_decisions_total',
    labels: [],
    help: 'Decisions that list a velocity as approximate: its window reaches into folded events, or its sum is too large.',
  },
  logsFolded: {
    type: 'counter',
    name: 'tripline_velocity_folds_total',
    labels: [],
    help: 'Times that a velocity log held more than `velocity.key_events_max` and its oldest events were folded into time buckets.',
  },
  eventsFolded: {
    type: 'counter',
    name: 'tripline_velocity_events_folded_total',
    labels: [],
    help: 'Events that were folded into time buckets.',
  },
  logsCompacted: {
    type: 'counter',
    name: 'tripline_velocity_compactions_total',
    labels: [],
    help: 'Times that this process made a velocity log in Redis shorter, by folding or by dropping what no window needs.',
  },
  ...INTAKE_METRICS,
} as const satisfies Record<string, DeclaredMetric>

/** The table of docs/metrics.md. */
export function metricsMarkdown(): string {
  const rows = Object.values<DeclaredMetric>(METRICS).map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map(label => `\`${label}\``).join(', ')} | ${help} |`,
  )
  return [
    '# Metrics',
    '',
    'Served at `/metrics` in the Prometheus text format, with the process metrics of Node (`process_*`, `nodejs_*`) on top.',
    '',
    '| metric | type | labels | what it says |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

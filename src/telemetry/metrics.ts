/** Every metric of Tripline, declared once. Node's own (`process_*`, `nodejs_*`) come on top. */

import type { DeclaredMetric } from './declared-metric.ts'
import { INTAKE_METRICS } from './intake-metrics.ts'
import { VELOCITY_METRICS } from './velocity-metrics.ts'

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
  flags: {
    type: 'counter',
    name: 'tripline_rule_flags_total',
    labels: ['rule', 'action'],
    help: 'Hits of live rules in decisions to review or block, by the action of the decision: why payments are flagged.',
  },
  reviews: {
    type: 'counter',
    name: 'tripline_reviews_total',
    labels: ['queue', 'priority', 'action'],
    help: 'Payments sent to the review topic, by queue, priority and action.',
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
  deadLetterSources: {
    type: 'counter',
    name: 'tripline_dead_letter_sources_total',
    labels: ['topic', 'partition'],
    help: 'Records that could not be scored, by where they were read.',
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
  ruleInfo: {
    type: 'gauge',
    name: 'tripline_rule_info',
    labels: ['rule', 'mode'],
    help: 'Always 1; the live and shadow rules of the ruleset that decides.',
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
  ...VELOCITY_METRICS,
  ...INTAKE_METRICS,
} as const satisfies Record<string, DeclaredMetric>

export type { DeclaredMetric }

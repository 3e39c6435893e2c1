import type { DeclaredMetric } from './declared-metric.ts'

/** What velocities cost, and how exact they are. */
export const VELOCITY_METRICS = {
  redisRoundTrips: {
    type: 'counter',
    name: 'tripline_redis_round_trips_total',
    labels: [],
    help: 'Times that the velocity store waited for Redis.',
  },
  redisCallSeconds: {
    type: 'histogram',
    name: 'tripline_redis_call_seconds',
    labels: [],
    help: 'From sending one call of a script to Redis until its answer; calls to several shards run side by side.',
    buckets: [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  },
  redisBytes: {
    type: 'counter',
    name: 'tripline_redis_bytes_total',
    labels: ['direction'],
    help: 'Bytes of calls to Redis (sent) and of their answers (received).',
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
} as const satisfies Record<string, DeclaredMetric>

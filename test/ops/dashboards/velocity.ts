import { type DashboardPlan, INSTANCE } from './dashboard.ts'

const OF = 'instance=~"$instance"'
const rate = (metric: string, more = '') => `rate(${metric}{${more}${OF}}[$__rate_interval])`
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (${rate('tripline_redis_call_seconds_bucket')}))`

/** What velocities cost, how exact they are, and whether their state is whole. */
export const VELOCITY: DashboardPlan = {
  name: 'velocity',
  title: 'Tripline: velocity and Redis',
  description: 'What velocities cost in Redis and in memory, how exact they are, and whether their state is whole.',
  variables: [INSTANCE],
  rows: [
    {
      title: 'Redis',
      panels: [
        {
          type: 'timeseries',
          title: 'One call of Redis',
          description: 'From sending a script to its answer. A step: Redis is busy, swapping, forking or far away.',
          unit: 's',
          queries: [
            { expr: quantile(0.5), legend: 'p50' },
            { expr: quantile(0.99), legend: 'p99' },
            {
              expr: `sum(${rate('tripline_redis_call_seconds_sum')}) / sum(${rate('tripline_redis_call_seconds_count')})`,
              legend: 'mean',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Calls per second',
          description: 'Calls of scripts, those of the checks included; a Redis Cluster gets one for each shard.',
          unit: 'ops',
          queries: [
            { expr: `sum by (instance) (${rate('tripline_redis_call_seconds_count')})`, legend: '{{instance}}' },
          ],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Round trips per batch',
          description: '1 is ordinary with a single Redis, 2 with a cluster; outcomes and foldings add to it.',
          unit: 'short',
          queries: [
            {
              expr: `sum(${rate('tripline_redis_round_trips_total')}) / sum(${rate('tripline_batch_records_count')})`,
              legend: 'round trips',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Bytes per second',
          description: 'To Redis and back. Much received: logs are read from their beginning, the cache is too small.',
          unit: 'Bps',
          queries: [{ expr: `sum by (direction) (${rate('tripline_redis_bytes_total')})`, legend: '{{direction}}' }],
        },
        {
          type: 'timeseries',
          title: 'Bytes per event',
          description: 'To Redis and back, for each event that was counted.',
          unit: 'bytes',
          queries: [
            {
              expr: `sum by (direction) (${rate('tripline_redis_bytes_total')}) / ignoring (direction) group_left sum(${rate('tripline_events_total')})`,
              legend: '{{direction}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Redis is down',
          description: '1 while payments wait for Redis, or for velocities that are counted again.',
          unit: 'short',
          queries: [
            {
              expr: `max by (instance) (tripline_outage_active{dependency="redis",${OF}})`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Cache',
      panels: [
        {
          type: 'timeseries',
          title: 'Velocity cache',
          description: 'At most `velocity.cache_bytes_max` for each process.',
          unit: 'bytes',
          queries: [{ expr: `sum by (instance) (tripline_velocity_cache_bytes{${OF}})`, legend: '{{instance}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Found in the cache',
          description: 'Share of logs of which only the new part had to be read. Low for long: give the cache more.',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum(${rate('tripline_velocity_cache_hits_total')}) / (sum(${rate('tripline_velocity_cache_hits_total')}) + sum(${rate('tripline_velocity_cache_misses_total')}))`,
              legend: 'found',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Velocity logs per second',
          description: 'Logs found in memory, read from their beginning, and dropped to make room.',
          unit: 'ops',
          queries: [
            { expr: `sum(${rate('tripline_velocity_cache_hits_total')})`, legend: 'found' },
            { expr: `sum(${rate('tripline_velocity_cache_misses_total')})`, legend: 'read anew' },
            { expr: `sum(${rate('tripline_velocity_cache_evictions_total')})`, legend: 'dropped' },
          ],
        },
      ],
    },
    {
      title: 'Exactness',
      panels: [
        {
          type: 'timeseries',
          title: 'Folds per minute',
          description: 'Logs that held more than `velocity.key_events_max`, and the events that went into buckets.',
          unit: 'cpm',
          queries: [
            { expr: `sum(${rate('tripline_velocity_folds_total')}) * 60`, legend: 'logs folded' },
            { expr: `sum(${rate('tripline_velocity_events_folded_total')}) * 60`, legend: 'events folded' },
            { expr: `sum(${rate('tripline_velocity_compactions_total')}) * 60`, legend: 'logs made shorter in Redis' },
          ],
        },
        {
          type: 'timeseries',
          title: 'Approximate decisions per minute',
          description: 'Decisions that read a folded window: over by at most a bucket, never under.',
          unit: 'cpm',
          queries: [{ expr: `sum(${rate('tripline_approximate_decisions_total')}) * 60`, legend: 'approximate' }],
        },
        {
          type: 'timeseries',
          title: 'Time spent counting, per second',
          description: 'Of all processes together: encoding, waiting for Redis, bringing the copies up to date.',
          unit: 's',
          queries: [
            {
              expr: `sum by (instance) (${rate('tripline_stage_seconds_sum', 'stage="count",')})`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Whole or not',
      panels: [
        {
          type: 'timeseries',
          title: 'Lost records left to count again',
          description: 'Payments wait while it is above 0.',
          unit: 'short',
          queries: [{ expr: `max(tripline_rebuild_records_left{${OF}})`, legend: 'left' }],
        },
        {
          type: 'timeseries',
          title: 'Rebuilds',
          description: 'Times that state was found lost, and records counted again per second.',
          unit: 'short',
          queries: [
            { expr: `sum(increase(tripline_rebuilds_total{${OF}}[$__rate_interval]))`, legend: 'rebuilds' },
            { expr: `sum(${rate('tripline_rebuilt_records_total')})`, legend: 'records per second' },
          ],
        },
        {
          type: 'timeseries',
          title: 'Next secret',
          description: 'While secrets change: docs/secrets.md has the steps.',
          unit: 'short',
          queries: [
            { expr: `min(tripline_next_secret_ready{${OF}})`, legend: 'ready' },
            { expr: `max(tripline_next_secret_records_left{${OF}})`, legend: 'records left' },
            { expr: `sum(${rate('tripline_next_secret_records_total')})`, legend: 'records per second' },
          ],
        },
      ],
    },
  ],
}

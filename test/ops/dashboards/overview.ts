import { type DashboardPlan, INSTANCE } from './dashboard.ts'

const OF = 'instance=~"$instance"'
/** The desk reads the same topics behind those who score; its lag is on the page of reviews. */
const LAGGING = `job!="tripline-desk",${OF}`
const rate = (metric: string, more = '') => `rate(${metric}{${more}${OF}}[$__rate_interval])`
const quantile = (share: number, metric: string, by = 'le') =>
  `histogram_quantile(${share}, sum by (${by}) (${rate(`${metric}_bucket`)}))`

/** Is it working, how much, how late, what is down. */
export const OVERVIEW: DashboardPlan = {
  name: 'overview',
  title: 'Tripline: overview',
  description: 'Whether payments flow, what becomes of them, how late they are, and what is down.',
  variables: [INSTANCE],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          type: 'stat',
          title: 'Payments per second',
          description: 'Decided payments. At zero while payments wait: look at outages and lag.',
          unit: 'reqps',
          queries: [{ expr: `sum(${rate('tripline_payments_total')})` }],
        },
        {
          type: 'stat',
          title: 'Flagged',
          description: 'Share of payments whose action is review or block.',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum(${rate('tripline_payments_total', 'action=~"review|block",')}) / sum(${rate('tripline_payments_total')})`,
            },
          ],
          warnFrom: 0.1,
          alarmFrom: 0.2,
        },
        {
          type: 'stat',
          title: 'Latency p99',
          description: "Of payments, from the broker's time to the commit.",
          unit: 's',
          queries: [{ expr: quantile(0.99, 'tripline_payment_latency_seconds') }],
          warnFrom: 1,
          alarmFrom: 10,
        },
        {
          type: 'stat',
          title: 'Lag',
          description: 'Records that are not committed yet.',
          unit: 'short',
          queries: [{ expr: `sum(tripline_lag_records{${LAGGING}})` }],
          warnFrom: 1_000,
          alarmFrom: 10_000,
        },
        {
          type: 'stat',
          title: 'Outages',
          description: 'Dependencies that are down, counted per process.',
          unit: 'short',
          queries: [{ expr: `sum(tripline_outage_active{${OF}})` }],
          alarmFrom: 1,
        },
        {
          type: 'stat',
          title: 'Processes',
          description: 'Processes that answer the scrape.',
          unit: 'short',
          queries: [{ expr: `sum(up{job="tripline",${OF}})` }],
        },
      ],
    },
    {
      title: 'What is decided',
      panels: [
        {
          type: 'timeseries',
          title: 'Payments per second by action',
          description: 'All decided payments; a repeated one is decided and counted here again.',
          unit: 'reqps',
          queries: [{ expr: `sum by (action) (${rate('tripline_payments_total')})`, legend: '{{action}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Share by action',
          description: 'A step without a new ruleset is a change in the payments: fraud, a sale, or a broken field.',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum by (action) (${rate('tripline_payments_total', 'action!="allow",')}) / ignoring (action) group_left sum(${rate('tripline_payments_total')})`,
              legend: '{{action}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Events by verdict',
          description: 'Duplicates come from producers that send again; conflicts share an id with another payment.',
          unit: 'reqps',
          queries: [{ expr: `sum by (verdict) (${rate('tripline_events_total')})`, legend: '{{verdict}}' }],
        },
        {
          type: 'timeseries',
          title: 'Outcomes per minute',
          description: 'What became of payments later. Parked ones wait for a payment that is not known yet.',
          unit: 'cpm',
          queries: [
            {
              expr: `sum by (type, verdict) (${rate('tripline_outcomes_total')}) * 60`,
              legend: '{{type}} {{verdict}}',
            },
            { expr: `sum(${rate('tripline_outcomes_matched_total')}) * 60`, legend: 'matched' },
          ],
        },
        {
          type: 'timeseries',
          title: 'Warnings per minute by code',
          description: 'Payments that were scored in spite of something odd; docs/dead-letters.md explains each code.',
          unit: 'cpm',
          queries: [
            { expr: `sum by (code) (${rate('tripline_warnings_total')}) * 60`, legend: '{{code}}' },
            { expr: `sum by (reason) (${rate('tripline_ignored_records_total')}) * 60`, legend: 'ignored: {{reason}}' },
          ],
        },
        {
          type: 'timeseries',
          title: 'Outages',
          description: '1 while payments wait for a dependency; `input` and `partitions` are partitions held back.',
          unit: 'short',
          queries: [{ expr: `max by (dependency) (tripline_outage_active{${OF}})`, legend: '{{dependency}}' }],
        },
      ],
    },
    {
      title: 'How late',
      panels: [
        {
          type: 'timeseries',
          title: 'Latency',
          description: "Of payments, from the broker's time to the commit.",
          unit: 's',
          queries: [
            { expr: quantile(0.5, 'tripline_payment_latency_seconds'), legend: 'p50' },
            { expr: quantile(0.99, 'tripline_payment_latency_seconds'), legend: 'p99' },
            { expr: quantile(0.999, 'tripline_payment_latency_seconds'), legend: 'p99.9' },
          ],
        },
        {
          type: 'timeseries',
          title: 'Lag by partition',
          description: 'One partition that grows alone has a hot key or is held back; all together: too few processes.',
          unit: 'short',
          queries: [
            {
              expr: `sum by (topic, partition) (tripline_lag_records{${LAGGING}})`,
              legend: '{{topic}}/{{partition}}',
            },
          ],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Payments per second by process',
          description: 'Processes share the partitions evenly; one at zero has none, or is stuck.',
          unit: 'reqps',
          queries: [{ expr: `sum by (instance) (${rate('tripline_payments_total')})`, legend: '{{instance}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Time spent per second, by stage',
          description: 'The stage at the top is what limits it. `count` is Redis, `emit` and `commit` are Kafka.',
          unit: 's',
          queries: [{ expr: `sum by (stage) (${rate('tripline_stage_seconds_sum')})`, legend: '{{stage}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Stage, slowest of a hundred batches',
          description: 'The 99th percentile of what a batch spends in each stage.',
          unit: 's',
          queries: [{ expr: quantile(0.99, 'tripline_stage_seconds', 'stage, le'), legend: '{{stage}}' }],
        },
        {
          type: 'timeseries',
          title: 'Records per batch',
          description: 'Batches grow with the load: small ones mean that there is room.',
          unit: 'short',
          queries: [
            {
              expr: `sum(${rate('tripline_batch_records_sum')}) / sum(${rate('tripline_batch_records_count')})`,
              legend: 'mean',
            },
            { expr: quantile(0.99, 'tripline_batch_records'), legend: 'p99' },
          ],
        },
        {
          type: 'timeseries',
          title: 'Processor',
          description: 'A process uses about one core; near 1 it is the limit.',
          unit: 'short',
          queries: [{ expr: rate('process_cpu_seconds_total', 'job="tripline",'), legend: '{{instance}}' }],
        },
        {
          type: 'timeseries',
          title: 'Event loop p99',
          description: 'How long the process kept others waiting; above a second, heartbeats are missed.',
          unit: 's',
          queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{job="tripline",${OF}}`, legend: '{{instance}}' }],
        },
        {
          type: 'timeseries',
          title: 'Memory',
          description: 'Resident memory of each process.',
          unit: 'bytes',
          queries: [{ expr: `process_resident_memory_bytes{job="tripline",${OF}}`, legend: '{{instance}}' }],
        },
      ],
    },
  ],
}

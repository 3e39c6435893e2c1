import type { DashboardPlan } from './dashboard.ts'

const behind = 'tripline_lag_records{job="tripline-desk"}'
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(tripline_desk_latency_seconds_bucket[$__rate_interval])))`

/** Whether `tripline desk` keeps up with the stream; what is on the rest of the page is only as new as that. */
export const DESK_ROW: DashboardPlan['rows'][number] = {
  title: 'The desk itself',
  panels: [
    {
      type: 'timeseries',
      title: 'Records behind by topic',
      description: 'Records that the desk has not kept yet. Cases that they would open are not on this page.',
      unit: 'short',
      queries: [{ expr: `sum by (topic) (${behind})`, legend: '{{topic}}' }],
      isStacked: true,
    },
    {
      type: 'timeseries',
      title: 'Records per second by kind',
      description: 'What the desk reads. Refused: it cannot be read; the log says which.',
      unit: 'ops',
      queries: [{ expr: 'sum by (kind) (rate(tripline_desk_records_total[$__rate_interval]))', legend: '{{kind}}' }],
      isStacked: true,
    },
    {
      type: 'timeseries',
      title: 'Time until it is kept',
      description: 'From the time of a record in Kafka until the desk has it, with its case.',
      unit: 's',
      queries: [
        { expr: quantile(0.5), legend: 'half of them' },
        { expr: quantile(0.99), legend: '99 in 100' },
      ],
    },
  ],
}

import { type DashboardPlan, INSTANCE } from './dashboard.ts'

const OF = 'instance=~"$instance"'
const letters = `tripline_dead_letters_total{${OF}}`
const perMinute = (metric: string, by: string) => `sum by (${by}) (rate(${metric}{${OF}}[$__rate_interval])) * 60`
const share = (window: string) =>
  `sum(rate(${letters}[${window}])) / (sum(rate(${letters}[${window}])) + sum(rate(tripline_payments_total{${OF}}[${window}])))`

/** What cannot be scored: how much, why, and from where. */
export const DEAD_LETTERS: DashboardPlan = {
  name: 'dead-letters',
  title: 'Tripline: dead letters',
  description: 'Records that cannot be scored: how many, why, and where they come from.',
  variables: [INSTANCE],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          type: 'stat',
          title: 'Dead letters per minute',
          description: 'Records that went to the dead-letter topic.',
          unit: 'cpm',
          queries: [{ expr: `sum(rate(${letters}[$__rate_interval])) * 60 or vector(0)` }],
          warnFrom: 1,
        },
        {
          type: 'stat',
          title: 'Share of records',
          description: 'From 5 % of a partition on, that partition is held back (`dead_letters.share_max`).',
          unit: 'percentunit',
          queries: [{ expr: `${share('$__rate_interval')} or vector(0)` }],
          warnFrom: 0.01,
          alarmFrom: 0.05,
        },
        {
          type: 'stat',
          title: 'Processes holding a partition back',
          description: 'A flood of unreadable records waits for a person; /readyz of the process says which partition.',
          unit: 'short',
          queries: [{ expr: `sum(tripline_outage_active{dependency="input",${OF}}) or vector(0)` }],
          alarmFrom: 1,
        },
        {
          type: 'stat',
          title: 'In the time shown',
          description: 'Dead letters in the time that this page shows.',
          unit: 'short',
          queries: [{ expr: `sum(increase(${letters}[$__range])) or vector(0)` }],
        },
      ],
    },
    {
      title: 'Why',
      panels: [
        {
          type: 'timeseries',
          title: 'Dead letters per minute by code',
          description: 'docs/dead-letters.md says what each code means and what the producer has to do.',
          unit: 'cpm',
          queries: [{ expr: perMinute('tripline_dead_letters_total', 'code'), legend: '{{code}}' }],
          isStacked: true,
        },
        {
          type: 'bargauge',
          title: 'Top codes',
          description: 'In the time shown.',
          unit: 'short',
          queries: [{ expr: `topk(15, sum by (code) (increase(${letters}[$__range])))`, legend: '{{code}}' }],
        },
        {
          type: 'timeseries',
          title: 'Share of records',
          description: 'Dead letters among all records that were to be scored.',
          unit: 'percentunit',
          queries: [{ expr: share('$__rate_interval'), legend: 'dead letters' }],
        },
      ],
    },
    {
      title: 'From where',
      panels: [
        {
          type: 'timeseries',
          title: 'Dead letters per minute by topic',
          description: 'Payments, or outcomes.',
          unit: 'cpm',
          queries: [{ expr: perMinute('tripline_dead_letter_sources_total', 'topic'), legend: '{{topic}}' }],
          isStacked: true,
        },
        {
          type: 'bargauge',
          title: 'Top partitions',
          description: 'In the time shown. One partition alone: one producer, or one key, is broken.',
          unit: 'short',
          queries: [
            {
              expr: `topk(15, sum by (topic, partition) (increase(tripline_dead_letter_sources_total{${OF}}[$__range])))`,
              legend: '{{topic}}/{{partition}}',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Nearly dead: warnings per minute by code',
          description: 'Records that were scored in spite of something odd; the same producers, before it gets worse.',
          unit: 'cpm',
          queries: [
            { expr: perMinute('tripline_warnings_total', 'code'), legend: '{{code}}' },
            { expr: perMinute('tripline_ignored_records_total', 'reason'), legend: 'ignored: {{reason}}' },
          ],
        },
      ],
    },
  ],
}

import type { DashboardPlan } from './dashboard.ts'

const OF = 'gateway=~"$gateway"'
const requests = (result: string) => `tripline_intake_requests_total{result=~"${result}",${OF}}`
const perMinute = (result: string) => `sum(rate(${requests(result)}[$__rate_interval])) * 60`
const perMinuteBy = (result: string) => `sum by (gateway, result) (rate(${requests(result)}[$__rate_interval])) * 60`
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(tripline_intake_seconds_bucket[$__rate_interval])))`

const GOOD = 'stored|ignored'
/** Answered with 503 or 500: the gateway sends it again. */
const NOT_STORED = 'outage|busy|failed'

/** Whether what gateways post is taken. */
export const INTAKE: DashboardPlan = {
  name: 'intake',
  title: 'Tripline: intake',
  description:
    'Whether what payment gateways post is proven, understood and stored, and how long they wait for the answer.',
  variables: [{ name: 'gateway', label: 'Gateway', query: 'label_values(tripline_intake_requests_total, gateway)' }],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          type: 'stat',
          title: 'Taken per minute',
          description: 'Requests that were stored, or held nothing worth keeping.',
          unit: 'cpm',
          queries: [{ expr: `${perMinute(GOOD)} or vector(0)` }],
        },
        {
          type: 'stat',
          title: 'Not stored per minute',
          description: 'Answered with 503 (or 500, which is a bug). The gateway sends them again; payments come late.',
          unit: 'cpm',
          queries: [{ expr: `${perMinute(NOT_STORED)} or vector(0)` }],
          alarmFrom: 1,
        },
        {
          type: 'stat',
          title: 'Badly signed per minute',
          description: 'Answered with 401: a key that was changed, or somebody who is not the gateway.',
          unit: 'cpm',
          queries: [{ expr: `${perMinute('bad-signature')} or vector(0)` }],
          warnFrom: 1,
        },
        {
          type: 'stat',
          title: 'Not mapped per minute',
          description: 'Answered with 400, with a dead letter: nothing in the body could be understood.',
          unit: 'cpm',
          queries: [{ expr: `${perMinute('refused')} or vector(0)` }],
          warnFrom: 1,
        },
        {
          type: 'stat',
          title: 'Slowest in a hundred',
          description: 'From the head of a request to its answer. Gateways give up after some seconds.',
          unit: 's',
          queries: [{ expr: quantile(0.99) }],
          warnFrom: 1,
          alarmFrom: 5,
        },
        {
          type: 'stat',
          title: 'Cannot store',
          description: 'Processes that cannot reach Kafka or write their folder; /readyz says why.',
          unit: 'short',
          queries: [{ expr: 'sum(tripline_outage_active{job="tripline-intake"}) or vector(0)' }],
          alarmFrom: 1,
        },
      ],
    },
    {
      title: 'Requests',
      panels: [
        {
          type: 'timeseries',
          title: 'Requests per minute by gateway',
          description: 'All of them, whatever came of them.',
          unit: 'cpm',
          queries: [
            {
              expr: `sum by (gateway) (rate(tripline_intake_requests_total{${OF}}[$__rate_interval])) * 60`,
              legend: '{{gateway}}',
            },
          ],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Requests per minute by result',
          description: 'docs/intake.md says what the gateway is answered for each.',
          unit: 'cpm',
          queries: [
            {
              expr: `sum by (result) (rate(tripline_intake_requests_total{${OF}}[$__rate_interval])) * 60`,
              legend: '{{result}}',
            },
          ],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Time to the answer',
          description: 'From the head of a request to its answer, storing included.',
          unit: 's',
          queries: [
            { expr: quantile(0.5), legend: 'half of them' },
            { expr: quantile(0.99), legend: '99 in 100' },
          ],
        },
      ],
    },
    {
      title: 'Not taken',
      panels: [
        {
          type: 'timeseries',
          title: 'Not stored per minute',
          description: 'Outage: Kafka or the disk. Busy: more at a time than `intake.requests_max`. Failed: a bug.',
          unit: 'cpm',
          queries: [{ expr: perMinuteBy(NOT_STORED), legend: '{{gateway}}: {{result}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Refused per minute',
          description: 'What is not from the gateway, not to be understood, too large, or cut off on its way.',
          unit: 'cpm',
          queries: [
            {
              expr: perMinuteBy('bad-signature|refused|too-large|cut-off|not-found'),
              legend: '{{gateway}}: {{result}}',
            },
          ],
          isStacked: true,
        },
        {
          type: 'bargauge',
          title: 'Share badly signed',
          description: 'Of the requests of each gateway in the time shown. Near 100 %: its key is not ours any more.',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum by (gateway) (increase(${requests('bad-signature')}[$__range])) / sum by (gateway) (increase(tripline_intake_requests_total{${OF}}[$__range]))`,
              legend: '{{gateway}}',
            },
          ],
        },
      ],
    },
  ],
}

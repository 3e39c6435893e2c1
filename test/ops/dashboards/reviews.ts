import type { DashboardPlan } from './dashboard.ts'
import { DESK_ROW } from './desk-row.ts'

const OF = 'queue=~"$queue"'
const open = `tripline_cases_open{${OF}}`
const age = `tripline_case_oldest_age_seconds{${OF}}`

/** Every desk reads the same cases, so several tell the same figure: the largest is taken, not the sum. */
const openBy = (labels: string) => `sum by (${labels}) (max by (kind, queue, priority) (${open}))`

/** Whether the people keep up with what the rules send them. */
export const REVIEWS: DashboardPlan = {
  name: 'reviews',
  title: 'Tripline: reviews',
  description: 'Whether people keep up with what rules send them: what comes, what waits, what is resolved.',
  variables: [{ name: 'queue', label: 'Queue', query: 'label_values(tripline_reviews_total, queue)' }],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          type: 'stat',
          title: 'Waiting',
          description: 'Open cases.',
          unit: 'short',
          queries: [{ expr: `sum(max by (kind, queue, priority) (${open}))` }],
        },
        {
          type: 'stat',
          title: 'Waiting, high or urgent',
          description: 'Open cases of the two highest priorities.',
          unit: 'short',
          queries: [
            {
              expr: `sum(max by (kind, queue, priority) (tripline_cases_open{priority=~"high|urgent",${OF}})) or vector(0)`,
            },
          ],
        },
        {
          type: 'stat',
          title: 'Oldest',
          description: 'Age of the case that has waited longest.',
          unit: 's',
          queries: [{ expr: `max(${age})` }],
          warnFrom: 86_400,
          alarmFrom: 259_200,
        },
        {
          type: 'stat',
          title: 'Coming per hour',
          description: 'Payments sent to the review topic.',
          unit: 'short',
          queries: [{ expr: `sum(rate(tripline_reviews_total{${OF}}[$__rate_interval])) * 3600` }],
        },
        {
          type: 'stat',
          title: 'Resolved per hour',
          description: 'Cases that analysts resolved. Below what comes, the backlog grows.',
          unit: 'short',
          queries: [
            {
              expr: `sum(max by (kind, queue, label) (rate(tripline_cases_resolved_total{${OF}}[$__rate_interval]))) * 3600`,
            },
          ],
        },
        {
          type: 'stat',
          title: 'Fraud among resolved',
          description: 'Share of resolved cases with a sure label that were fraud, in the time shown.',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum(max by (kind, queue, label) (increase(tripline_cases_resolved_total{label="fraud",${OF}}[$__range]))) / sum(max by (kind, queue, label) (increase(tripline_cases_resolved_total{label=~"fraud|legit",${OF}}[$__range])))`,
            },
          ],
        },
      ],
    },
    {
      title: 'Backlog',
      panels: [
        {
          type: 'timeseries',
          title: 'Waiting by queue',
          description: 'Open cases.',
          unit: 'short',
          queries: [{ expr: openBy('queue'), legend: '{{queue}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Waiting by priority',
          description: 'Open cases.',
          unit: 'short',
          queries: [{ expr: openBy('priority'), legend: '{{priority}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Waiting by kind',
          description: 'Open cases: payments to review, disputes to answer, notices to look into.',
          unit: 'short',
          queries: [{ expr: openBy('kind'), legend: '{{kind}}' }],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Oldest by queue and priority',
          description:
            'How long the oldest case has waited; the alert asks for 4 hours (urgent), a day (high), 3 days.',
          unit: 's',
          queries: [{ expr: `max by (queue, priority) (${age})`, legend: '{{queue}} {{priority}}' }],
        },
        {
          type: 'timeseries',
          title: 'Coming and resolved per hour',
          description: 'Where the lines part, the backlog grows or falls.',
          unit: 'short',
          queries: [
            { expr: `sum(rate(tripline_reviews_total{${OF}}[$__rate_interval])) * 3600`, legend: 'coming' },
            {
              expr: `sum(max by (kind, queue, label) (rate(tripline_cases_resolved_total{${OF}}[$__rate_interval]))) * 3600`,
              legend: 'resolved',
            },
          ],
        },
        {
          type: 'timeseries',
          title: 'Coming per minute by queue and priority',
          description: 'Payments sent to the review topic, as the policy sorts them.',
          unit: 'cpm',
          queries: [
            {
              expr: `sum by (queue, priority) (rate(tripline_reviews_total{${OF}}[$__rate_interval])) * 60`,
              legend: '{{queue}} {{priority}}',
            },
          ],
          isStacked: true,
        },
      ],
    },
    {
      title: 'Resolutions',
      panels: [
        {
          type: 'timeseries',
          title: 'Resolved per hour by label',
          description: 'What analysts found.',
          unit: 'short',
          queries: [
            {
              expr: `sum by (label) (max by (kind, queue, label) (rate(tripline_cases_resolved_total{${OF}}[$__rate_interval]))) * 3600`,
              legend: '{{label}}',
            },
          ],
          isStacked: true,
        },
        {
          type: 'timeseries',
          title: 'Resolved per hour by queue',
          description: 'Where analysts work.',
          unit: 'short',
          queries: [
            {
              expr: `sum by (queue) (max by (kind, queue, label) (rate(tripline_cases_resolved_total{${OF}}[$__rate_interval]))) * 3600`,
              legend: '{{queue}}',
            },
          ],
          isStacked: true,
        },
        {
          type: 'bargauge',
          title: 'Fraud by queue',
          description: 'Share of resolved cases with a sure label that were fraud, in the time shown.',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum by (queue) (max by (kind, queue, label) (increase(tripline_cases_resolved_total{label="fraud",${OF}}[$__range]))) / sum by (queue) (max by (kind, queue, label) (increase(tripline_cases_resolved_total{label=~"fraud|legit",${OF}}[$__range])))`,
              legend: '{{queue}}',
            },
          ],
        },
      ],
    },
    DESK_ROW,
  ],
}

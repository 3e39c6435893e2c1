import type { Sql } from '../ports.ts'
import { bounds, one } from './asked.ts'
import type { Figure, Period, Section } from './report.ts'

interface Row {
  received: number
  handled: number
  backlog: number
  oldest: number | null
  median_age: number | null
  first_action: number | null
  resolution: number | null
}

const OPEN_AT_END = 'opened_at < $2 and (closed_at is null or closed_at >= $2)'

/**
 * Cases: received and handled within the period, what was left at its end and how old that was, and the median time to
 * the first action (of cases opened within it) and to the resolution (of cases closed within it). Seconds.
 */
export async function deskFigures(sql: Sql, period: Period): Promise<Figure[]> {
  const row = await one<Row>(
    sql,
    `select
       count(*) filter (where opened_at >= $1 and opened_at < $2) as received,
       count(*) filter (where closed_at >= $1 and closed_at < $2) as handled,
       count(*) filter (where ${OPEN_AT_END}) as backlog,
       extract(epoch from $2 - min(opened_at) filter (where ${OPEN_AT_END}))::float8 as oldest,
       percentile_cont(0.5) within group (order by extract(epoch from $2 - opened_at)::float8)
         filter (where ${OPEN_AT_END}) as median_age,
       percentile_cont(0.5) within group (order by extract(epoch from first_action_at - opened_at)::float8)
         filter (where opened_at >= $1 and opened_at < $2 and first_action_at is not null) as first_action,
       percentile_cont(0.5) within group (order by extract(epoch from closed_at - opened_at)::float8)
         filter (where closed_at >= $1 and closed_at < $2) as resolution
     from cases where opened_at < $2`,
    bounds(period),
  )
  return [
    { name: 'cases_received', title: 'Cases received', unit: 'count', value: row.received },
    { name: 'cases_handled', title: 'Cases handled', unit: 'count', value: row.handled },
    { name: 'backlog', title: 'Backlog at the end', unit: 'count', value: row.backlog },
    { name: 'backlog_median_age', title: 'Median age of the backlog', unit: 'seconds', value: row.median_age },
    { name: 'backlog_oldest', title: 'Oldest of the backlog', unit: 'seconds', value: row.oldest },
    { name: 'time_to_first_action', title: 'Median time to first action', unit: 'seconds', value: row.first_action },
    { name: 'time_to_resolution', title: 'Median time to resolution', unit: 'seconds', value: row.resolution },
  ]
}

interface QueueRow {
  queue: string
  kind: string
  received: number
  handled: number
  backlog: number
  oldest: number | null
  overdue: number
}

export async function queueSection(sql: Sql, period: Period): Promise<Section> {
  const rows = await sql.query<QueueRow>(
    `select queue, kind,
       count(*) filter (where opened_at >= $1 and opened_at < $2) as received,
       count(*) filter (where closed_at >= $1 and closed_at < $2) as handled,
       count(*) filter (where ${OPEN_AT_END}) as backlog,
       extract(epoch from $2 - min(opened_at) filter (where ${OPEN_AT_END}))::float8 as oldest,
       count(*) filter (where ${OPEN_AT_END} and due_at < $2) as overdue
     from cases where opened_at < $2 and (closed_at is null or closed_at >= $1)
     group by queue, kind order by backlog desc, received desc, queue, kind`,
    bounds(period),
  )
  return {
    name: 'queues',
    title: 'Cases by queue',
    note: 'Overdue: still open at the end of the period, and due before it.',
    columns: [
      { name: 'queue', title: 'Queue', unit: 'text' },
      { name: 'kind', title: 'Kind', unit: 'text' },
      { name: 'received', title: 'Received', unit: 'count' },
      { name: 'handled', title: 'Handled', unit: 'count' },
      { name: 'backlog', title: 'Backlog', unit: 'count' },
      { name: 'oldest', title: 'Oldest', unit: 'seconds' },
      { name: 'overdue', title: 'Overdue', unit: 'count' },
    ],
    rows: rows.map(row => [row.queue, row.kind, row.received, row.handled, row.backlog, row.oldest, row.overdue]),
  }
}

import type { Label } from '../model/case.ts'
import type { Sql } from '../ports.ts'

/** Cases of one kind, queue and priority that wait for a resolution. */
export interface WaitingCases {
  kind: string
  queue: string
  priority: string
  open: number
  /** Of the one that has waited longest. */
  oldestAgeSeconds: number
}

export async function waitingCases(sql: Sql, nowMs: number): Promise<WaitingCases[]> {
  const rows = await sql.query<Omit<WaitingCases, 'oldestAgeSeconds'> & { oldest: Date }>(
    `select kind, queue, priority, count(*) as open, min(opened_at) as oldest
     from cases where closed_at is null group by kind, queue, priority`,
  )
  return rows.map(({ oldest, ...row }) => ({
    ...row,
    oldestAgeSeconds: Math.max(0, (nowMs - oldest.getTime()) / 1000),
  }))
}

export interface Resolved {
  kind: string
  queue: string
  label: Label
  count: number
}

/** Cases that people have resolved, by what they found. */
export function resolvedCases(sql: Sql): Promise<Resolved[]> {
  return sql.query<Resolved>(
    `select kind, queue, label, count(*) as count from cases
     where state = 'resolved' and label is not null group by kind, queue, label`,
  )
}

export interface LabelledHits {
  rule: string
  label: Label
  count: number
}

/** Hits of each rule whose payment has a label. */
export function labelledHits(sql: Sql): Promise<LabelledHits[]> {
  return sql.query<LabelledHits>(
    `select rule, label, count(*) as count from payment_labels join hits using (merchant_id, payment_id)
     group by rule, label`,
  )
}

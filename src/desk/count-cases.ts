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

/** A hit of a rule on a payment whose label has changed. */
export interface LabelledHit {
  payment: string
  rule: string
  label: Label
}

/** A transaction that set a label may end so much later; what is asked for twice is told apart by whoever counts. */
const TRANSACTION_MS_MAX = 600_000

/** Hits on payments whose label has changed since a time of the database, and the time that it is now; undefined: of late. */
export async function labelledHitsSince(
  sql: Sql,
  since: Date | undefined,
): Promise<{ now: Date; hits: LabelledHit[] }> {
  const [clock] = await sql.query<{ now: Date }>('select clock_timestamp() as now')
  const from = (since ?? clock!.now).getTime() - TRANSACTION_MS_MAX
  const hits = await sql.query<LabelledHit>(
    `select h.rule, l.label, jsonb_build_array(c.merchant_id, c.payment_id)::text as payment
     from label_changes c
     join lateral (
       select label from payment_labels p
       where p.merchant_id = c.merchant_id and p.payment_id = c.payment_id limit 1) l on true
     join hits h on h.merchant_id = c.merchant_id and h.payment_id = c.payment_id
     where c.changed_at > $1`,
    [new Date(from).toISOString()],
  )
  return { now: clock!.now, hits }
}

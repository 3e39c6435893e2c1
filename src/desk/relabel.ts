import { outcomeLabels } from '../cases/outcome-labels.ts'
import type { Outcome, OutcomeType } from '../model/outcome.ts'
import type { Sql } from '../ports.ts'

const LABELLING: ReadonlySet<OutcomeType> = new Set(['chargeback', 'early_fraud_warning'])

interface OutcomeRow {
  type: OutcomeType
  outcome_id: string
  occurred_at: Date
  reason: string | null
  status: string | null
  body: { stage?: string; disputeId?: string; networkReason?: string }
}

/**
 * Brings the labels of payments to what all of their chargebacks and warnings say together, so that it does not matter in which
 * order these came. Payments need not be known.
 */
export async function relabel(sql: Sql, outcomes: readonly Outcome[]): Promise<void> {
  const about = new Map<string, [merchantId: string, paymentId: string]>()
  for (const { type, merchantId, paymentId } of outcomes) {
    if (paymentId !== undefined && LABELLING.has(type)) {
      about.set(JSON.stringify([merchantId, paymentId]), [merchantId, paymentId])
    }
  }
  for (const [merchantId, paymentId] of about.values()) {
    const rows = await sql.query<OutcomeRow>(
      `select type, outcome_id, occurred_at, reason, status, body from outcomes
       where merchant_id = $1 and payment_id = $2 and type in ('chargeback', 'early_fraud_warning')`,
      [merchantId, paymentId],
    )
    const said = outcomeLabels(
      rows.map(row => ({
        type: row.type,
        id: row.outcome_id,
        occurredAtMs: row.occurred_at.getTime(),
        reason: row.reason ?? undefined,
        status: row.status ?? undefined,
        stage: row.body.stage,
        disputeId: row.body.disputeId,
        networkReason: row.body.networkReason,
      })),
    )
    for (const source of ['chargeback', 'warning'] as const) {
      await setLabel(sql, { merchantId, paymentId, source, label: 'fraud', atMs: said[source], by: 'desk' })
    }
  }
}

export interface SourcedLabel {
  merchantId: string
  paymentId: string
  source: string
  label: string
  /** Undefined: the source says nothing any more. */
  atMs: number | undefined
  by: string
}

export async function setLabel(
  sql: Sql,
  { merchantId, paymentId, source, label, atMs, by }: SourcedLabel,
): Promise<void> {
  if (atMs === undefined) {
    await sql.query('delete from labels where merchant_id = $1 and payment_id = $2 and source = $3', [
      merchantId,
      paymentId,
      source,
    ])
    return
  }
  await sql.query(
    `insert into labels (merchant_id, payment_id, label, source, at, by) values ($1, $2, $3, $4, $5, $6)
     on conflict (merchant_id, payment_id, source) do update set label = excluded.label, at = excluded.at, by = excluded.by`,
    [merchantId, paymentId, label, source, new Date(atMs).toISOString(), by],
  )
}

import { groupDisputes } from '../cases/group-disputes.ts'
import { outcomeLabels } from '../cases/outcome-labels.ts'
import type { MoneyRates } from '../enrich/facts.ts'
import type { Outcome, OutcomeType } from '../model/outcome.ts'
import type { Sql } from '../ports.ts'
import { type NotYet, toldAbout } from './told-outcomes.ts'

const LABELLING: ReadonlySet<OutcomeType> = new Set(['dispute', 'chargeback', 'early_fraud_warning'])
const ALL: NotYet = new Set()

/**
 * Brings the labels of payments to what all of their disputes, chargebacks and warnings say together, so that it does not matter in which
 * order these came. Payments need not be known.
 */
export async function relabel(sql: Sql, money: MoneyRates, outcomes: readonly Outcome[]): Promise<void> {
  const done = new Set<string>()
  for (const { type, merchantId, paymentId, disputeId } of outcomes) {
    if (!LABELLING.has(type)) continue
    const told = await toldAbout(sql, money, { what: 'dispute', merchantId, paymentId, disputeId }, ALL)
    const groups = groupDisputes(told)
    const payments = new Set([paymentId, ...groups.map(group => group.paymentId)])
    for (const about of payments) {
      const key = JSON.stringify([merchantId, about])
      if (typeof about !== 'string' || done.has(key)) continue
      done.add(key)
      const warnings = await toldAbout(sql, money, { what: 'warning', merchantId, paymentId: about }, ALL)
      const disputes = groups.filter(group => group.paymentId === about).map(group => group.told)
      const said = outcomeLabels(disputes, warnings)
      for (const source of ['chargeback', 'warning'] as const) {
        await setLabel(sql, { merchantId, paymentId: about, source, label: 'fraud', atMs: said[source], by: 'desk' })
      }
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

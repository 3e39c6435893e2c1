import type { Told } from '../cases/told.ts'
import { toBaseMinor } from '../enrich/base-amount.ts'
import type { MoneyRates } from '../enrich/facts.ts'
import { minorDigits, parseAmount } from '../model/money.ts'
import type { OutcomeType } from '../model/outcome.ts'
import type { outcomeJson } from '../model/outcome-json.ts'
import type { Sql } from '../ports.ts'

/** What cases are about: the payment or dispute of a dispute, the payment of a warning, a refund, or the account of a merchant. */
export type Subject =
  | { what: 'dispute'; merchantId: string; paymentId: string | undefined; disputeId: string | undefined }
  | { what: 'warning'; merchantId: string; paymentId: string }
  | { what: 'refund'; merchantId: string; id: string }
  | { what: 'notice'; merchantId: string }

/** States that are kept already and whose turn has not come; by `outcomeRow().content`. */
export type NotYet = ReadonlySet<string>

interface ToldRow {
  type: OutcomeType
  outcome_id: string
  payment_id: string | null
  occurred_at: Date
  content: string
  body: ReturnType<typeof outcomeJson>
}

/** All that was told about a subject, in the order of own times; of two states at the same time the order is one that any database gives. */
export async function toldAbout(sql: Sql, money: MoneyRates, subject: Subject, notYet: NotYet): Promise<Told[]> {
  const rows = await rowsAbout(sql, subject)
  return rows.filter(({ content }) => !notYet.has(content)).map(row => toldOf(row, subject.merchantId, money))
}

async function rowsAbout(sql: Sql, subject: Subject): Promise<ToldRow[]> {
  const { merchantId } = subject
  switch (subject.what) {
    case 'notice':
      return rowsWhere(sql, "type = 'notice'", [merchantId])
    case 'refund':
      return rowsWhere(sql, "type = 'refund' and outcome_id = $2", [merchantId, subject.id])
    case 'warning':
      return rowsWhere(sql, "type = 'early_fraud_warning' and o.payment_id = $2", [merchantId, subject.paymentId])
    case 'dispute':
      return disputeRows(sql, merchantId, subject)
  }
}

/** Steps name a payment, a dispute, or both; so from each payment to its disputes and back, until nothing more is found. */
async function disputeRows(
  sql: Sql,
  merchantId: string,
  { paymentId, disputeId }: { paymentId: string | undefined; disputeId: string | undefined },
): Promise<ToldRow[]> {
  const payments = new Set(paymentId === undefined ? [] : [paymentId])
  const disputes = new Set(disputeId === undefined ? [] : [disputeId])
  for (let known = 0; ; ) {
    const rows = await rowsWhere(
      sql,
      `type in ('dispute', 'chargeback') and (o.payment_id in (select jsonb_array_elements_text($2::jsonb))
         or (merchant_id, type, outcome_id) in (select merchant_id, type, outcome_id from outcome_history
           where merchant_id = $1 and body->>'disputeId' in (select jsonb_array_elements_text($3::jsonb))))`,
      [merchantId, JSON.stringify([...payments]), JSON.stringify([...disputes])],
    )
    for (const { payment_id, body } of rows) {
      if (payment_id !== null) payments.add(payment_id)
      if (body.disputeId !== undefined) disputes.add(body.disputeId)
    }
    if (payments.size + disputes.size === known) return rows
    known = payments.size + disputes.size
  }
}

/** `$1` is the merchant. */
function rowsWhere(sql: Sql, condition: string, values: readonly string[]): Promise<ToldRow[]> {
  return sql.query<ToldRow>(
    `select type, outcome_id, o.payment_id, h.occurred_at, h.content, h.body
     from outcome_history h join outcomes o using (merchant_id, type, outcome_id)
     where merchant_id = $1 and ${condition}
     order by h.occurred_at, md5(h.body::text)`,
    values,
  )
}

function toldOf(
  { type, outcome_id, payment_id, occurred_at, body }: ToldRow,
  merchantId: string,
  money: MoneyRates,
): Told {
  const { amount, currency, deadline } = body
  const digits = currency === undefined ? undefined : minorDigits(currency)
  const parsed = amount === undefined || digits === undefined ? undefined : parseAmount(amount, digits)
  const amountMinor = typeof parsed === 'number' ? parsed : undefined
  const { reason, status, notice, stage, disputeId, network, networkReason, gateway } = body
  return {
    type,
    id: outcome_id,
    merchantId,
    paymentId: body.paymentId ?? payment_id ?? undefined,
    occurredAtMs: occurred_at.getTime(),
    countedAtMs: occurred_at.getTime(),
    amountMinor,
    currency,
    baseMinor: amountMinor === undefined ? undefined : toBaseMinor(amountMinor, currency!, money),
    deadlineMs: deadline === undefined ? undefined : Date.parse(deadline),
    reason,
    status,
    notice,
    stage,
    disputeId,
    network,
    networkReason,
    gateway,
  }
}

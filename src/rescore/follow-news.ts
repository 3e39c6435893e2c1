import type { Arrived, Ingested } from '../desk/ingest.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Payment } from '../model/payment.ts'
import type { Sql } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { checkLists } from './check-lists.ts'
import { devicesWithCards, unshippedLike, unshippedOnDevice } from './find-unshipped.ts'
import { missedNews, stillUnshipped } from './missed-news.ts'
import type { Scoring } from './read-kept.ts'
import { scoreAndRaise } from './score-and-raise.ts'

/** So many further cards on a payment's device are news. */
const CARDS_ON_DEVICE = 3
const NEWS: ReadonlySet<Outcome['type']> = new Set(['chargeback', 'early_fraud_warning'])

/**
 * Scores payments that were let pass and are not shipped again when there is news of what they share with others: a chargeback or
 * fraud warning, three more cards on the device, or an entry of a list that acts by itself. Belongs into the transaction of
 * the batch, and may be given the same batch again.
 */
export async function followNews(
  sql: Sql,
  ruleset: Ruleset,
  scoring: Scoring,
  arrived: Arrived,
  fresh: Ingested,
  nowMs: number,
): Promise<void> {
  const watchMs = ruleset.policy.cases.watchUnshippedMs
  const busy = await devicesWithCards(sql, arrived.payments, CARDS_ON_DEVICE)
  for (const { device, card, occurredAtMs: atMs } of arrived.payments) {
    if (device?.id === undefined || card?.fingerprint === undefined || !busy.has(device.id)) continue
    const asked = { deviceId: device.id, card: card.fingerprint, atMs }
    for (const each of await unshippedOnDevice(sql, asked, CARDS_ON_DEVICE, atMs - watchMs)) {
      await scoreAndRaise(sql, ruleset, scoring, each, { because: `${CARDS_ON_DEVICE} more cards on its device`, atMs })
    }
  }
  for (const { type, merchantId, paymentId, atMs } of [...(await earlyNews(sql, arrived.payments)), ...newsIn(fresh)]) {
    const because = `${type.replaceAll('_', ' ')} on ${paymentId}`
    for (const each of await unshippedLike(sql, { merchantId, paymentId }, atMs - watchMs, atMs)) {
      await scoreAndRaise(sql, ruleset, scoring, each, { because, atMs })
    }
  }
  for (const { of, news } of await missedNews(sql, arrived, CARDS_ON_DEVICE, watchMs)) {
    const each = await stillUnshipped(sql, of)
    if (each !== undefined) await scoreAndRaise(sql, ruleset, scoring, each, news)
  }
  await checkLists(sql, ruleset, scoring, nowMs)
}

interface OutcomeNews {
  type: Outcome['type']
  merchantId: string
  paymentId: string
  atMs: number
}

function newsIn({ outcomes }: Ingested): OutcomeNews[] {
  return outcomes.flatMap(({ type, merchantId, paymentId, occurredAtMs: atMs }) =>
    NEWS.has(type) && paymentId !== undefined ? [{ type, merchantId, paymentId, atMs }] : [],
  )
}

/** What came before its payment is news when the payment comes. */
async function earlyNews(sql: Sql, payments: readonly Payment[]): Promise<OutcomeNews[]> {
  if (payments.length === 0) return []
  const keys = payments.map(({ merchantId, id }) => ({ merchant_id: merchantId, payment_id: id }))
  const rows = await sql.query<{ type: Outcome['type']; merchant_id: string; payment_id: string; at: Date }>(
    `select o.type, o.merchant_id, o.payment_id, greatest(o.occurred_at, p.occurred_at) as at
     from jsonb_to_recordset($1::jsonb) as k(merchant_id text, payment_id text)
     join outcomes o using (merchant_id, payment_id) join payments p using (merchant_id, payment_id)
     where o.type in ('chargeback', 'early_fraud_warning') order by at, o.type, o.outcome_id`,
    [JSON.stringify(keys)],
  )
  return rows.map(({ type, merchant_id, payment_id, at }) => ({
    type,
    merchantId: merchant_id,
    paymentId: payment_id,
    atMs: at.getTime(),
  }))
}

import type { Case } from '../cases/case.ts'
import type { FieldValues } from '../playbooks/template.ts'
import type { Piece } from './pieces.ts'
import { addressText, itemsText, type PieceSources, refundsOf } from './pieces.ts'
import { compellingPayments } from './prior-payments.ts'
import type { OutcomeBody } from './stored-bodies.ts'

/** What the fields of answer templates stand for in a case. What is not known is left out. */
export function fieldValues(
  of: Case,
  dispute: OutcomeBody | undefined,
  sources: PieceSources,
  pieces: ReadonlyMap<string, Piece>,
): FieldValues {
  const { payment, outcomes, prior } = sources
  const said = (kind: string): string | undefined => pieces.get(kind)?.rows[0]?.[1]
  const refunds = refundsOf(outcomes)
  const money = (amount: string | undefined, currency: string | undefined): string | undefined =>
    amount === undefined || currency === undefined ? undefined : `${amount} ${currency}`
  const paid = money(payment?.amount, payment?.currency)
  const newest = refunds.at(-1)
  const values: { [Field in keyof FieldValues]: FieldValues[Field] | undefined } = {
    'case.id': of.case_id,
    'merchant.id': of.merchant_id || undefined,
    'dispute.id': dispute?.id,
    'dispute.reason': dispute?.reason ?? of.reason ?? undefined,
    'dispute.date': dispute?.occurredAt.slice(0, 10),
    'dispute.amount': money(dispute?.amount, dispute?.currency) ?? paid,
    'payment.id': payment?.id,
    'payment.amount': paid,
    'payment.date': payment?.occurredAt.slice(0, 10),
    'card.last4': payment?.card?.last4,
    'card.checks': pieces
      .get('card_checks')
      ?.rows.map(row => row.join(': '))
      .join(', '),
    'order.id': payment?.order?.id,
    'order.items': itemsText(payment),
    'customer.name': payment?.customer?.name,
    'customer.email': payment?.customer?.email,
    'customer.since': payment?.customer?.createdAt?.slice(0, 10),
    'billing.address': addressText(payment?.billing),
    'shipping.address': addressText(payment?.shipping),
    'shipping.date': said('shipping_date'),
    'shipping.carrier': said('shipping_carrier'),
    'shipping.tracking': said('tracking_number'),
    'service.date': said('service_date'),
    'purchase.ip': payment?.ip,
    'prior.count': String(compellingPayments(prior).length || '') || undefined,
    'refund.amount': newest && (money(newest.amount, newest.currency) ?? paid),
    'refund.date': newest?.occurredAt.slice(0, 10),
    'duplicate.id': said('duplicate_payment_id'),
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as FieldValues
}

import { EVIDENCE_KIND_NAMES, EVIDENCE_KINDS, type EvidenceKind } from '../model/evidence.ts'
import type { EvidenceItem } from './item.ts'
import { compellingPayments, type PriorPayment } from './prior-payments.ts'
import type { AddressBody, OutcomeBody, PaymentBody } from './stored-bodies.ts'

/** One kind of evidence of a case, as far as there is any. */
export interface Piece {
  kind: EvidenceKind
  rows: readonly (readonly [label: string, value: string])[]
  items: readonly EvidenceItem[]
}

/** What pieces are made from. */
export interface PieceSources {
  payment: PaymentBody | undefined
  /** Of the payment, oldest first. */
  outcomes: readonly OutcomeBody[]
  /** ISO 8601. */
  shippedAt: string | undefined
  prior: readonly PriorPayment[]
  items: readonly EvidenceItem[]
}

/** Every kind of evidence that there is something of. Each shows the personal fields that EVIDENCE_KINDS lets it show. */
export function piecesOf(sources: PieceSources): Map<EvidenceKind, Piece> {
  const pieces = EVIDENCE_KIND_NAMES.map((kind): [EvidenceKind, Piece] => {
    const items = sources.items.filter(item => item.kind === kind)
    const said = items.findLast(({ mediaType }) => mediaType === 'text/plain' && EVIDENCE_KINDS[kind].source !== 'file')
    const rows =
      said === undefined ? known(STORED[kind]?.(sources) ?? []) : [['said', said.bytes.toString('utf8')] as const]
    return [kind, { kind, rows, items }]
  })
  return new Map(pieces.filter(([, { rows, items }]) => rows.length > 0 || items.length > 0))
}

type Row = readonly [string, string | undefined]

const STORED: Partial<Record<EvidenceKind, (sources: PieceSources) => Row[]>> = {
  payment_record: ({ payment: of }) =>
    of === undefined
      ? []
      : [
          ['payment', of.id],
          ['amount', `${of.amount} ${of.currency}`],
          ['made at', of.occurredAt],
          ['status', of.status],
          ['method', of.method],
          ['card', cardText(of)],
        ],
  card_checks: ({ payment }) => [
    ['address check (AVS)', payment?.card?.avs],
    ['security code check', payment?.card?.cvc],
  ],
  order_details: ({ payment }) => [
    ['order', payment?.order?.id],
    ['items', itemsText(payment)],
  ],
  customer_name: ({ payment }) => [['name', payment?.customer?.name]],
  customer_email: ({ payment }) => [['e-mail', payment?.customer?.email]],
  customer_account: ({ payment }) =>
    payment?.customer?.id === undefined
      ? []
      : [
          ['account', payment.customer.id],
          ['account made', payment.customer.createdAt],
        ],
  billing_address: ({ payment }) => [['billing address', addressText(payment?.billing)]],
  shipping_address: ({ payment }) => [['delivery address', addressText(payment?.shipping)]],
  purchase_ip: ({ payment }) => [['IP address', payment?.ip]],
  device: ({ payment }) => [
    ['device', payment?.device?.id],
    ['browser', payment?.device?.userAgent],
  ],
  prior_payments: ({ prior }) => {
    const found = compellingPayments(prior)
    return found.length === 0 ? [] : [['earlier undisputed payments', found.map(({ id }) => id).join(', ')]]
  },
  refund_record: ({ outcomes, payment }) =>
    refundsOf(outcomes).map(({ id, occurredAt, amount, currency }) => [
      `refund ${id}`,
      `${amount ?? payment?.amount ?? 'whole amount'} ${currency ?? payment?.currency ?? ''} on ${occurredAt.slice(0, 10)}`,
    ]),
  shipping_date: ({ shippedAt }) => [['sent on', shippedAt?.slice(0, 10)]],
}

/** Refunds that were not taken back and did not fail. */
export function refundsOf(outcomes: readonly OutcomeBody[]): OutcomeBody[] {
  return outcomes.filter(
    ({ type, status }) =>
      type === 'refund' && /^(done|succeeded|success|completed|processed|refunded|settled)$/i.test(status ?? 'done'),
  )
}

function known(rows: readonly Row[]): (readonly [string, string])[] {
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '')
}

/** First six digits and last four: what PCI DSS 4.0, requirement 3.4.1, lets be shown. */
function cardText({ card }: PaymentBody): string | undefined {
  const number = [card?.bin?.slice(0, 6), card?.last4].filter(Boolean).join('…')
  return [card?.brand, number].filter(Boolean).join(' ') || undefined
}

export function itemsText(payment: PaymentBody | undefined): string | undefined {
  const items = payment?.order?.items ?? []
  return (
    items
      .map(({ quantity, sku, category, unitPrice }) =>
        [
          `${quantity ?? 1} ×`,
          sku ?? category ?? 'item',
          sku !== undefined && category !== undefined && `(${category})`,
          unitPrice !== undefined && `at ${unitPrice} ${payment!.currency}`,
        ]
          .filter(Boolean)
          .join(' '),
      )
      .join(', ') || undefined
  )
}

export function addressText(address: AddressBody | undefined): string | undefined {
  if (address === undefined) return undefined
  const { name, line1, line2, postalCode, city, region, country } = address
  return [name, line1, line2, [postalCode, city].filter(Boolean).join(' '), region, country].filter(Boolean).join(', ')
}

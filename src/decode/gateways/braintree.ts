import type { BodyKind, Fields, GatewayTable, Value } from './gateway-table.ts'
import { constant, day, join, major, network, stageOf, text, upper, utc, words } from './values.ts'

/**
 * Braintree's webhooks: XML, read to a tree of texts (`read-xml.ts`), told apart by the notification's `kind`. Amounts are in major units.
 * A pre-arbitration is a dispute of its own that names the one before it, so steps are joined by the first one's id.
 */
const notified = (...kinds: readonly string[]) => [{ at: '$.notification.kind', is: kinds }] as const
const TOLD_AT = '$.notification.timestamp'

const address = (of: string): Fields => ({
  [`${of}.name`]: join(`transaction.${of}.first-name`, `transaction.${of}.last-name`),
  [`${of}.line1`]: text(`transaction.${of}.street-address`),
  [`${of}.line2`]: text(`transaction.${of}.extended-address`),
  [`${of}.city`]: text(`transaction.${of}.locality`),
  [`${of}.region`]: text(`transaction.${of}.region`),
  [`${of}.postalCode`]: text(`transaction.${of}.postal-code`),
  [`${of}.country`]: text(`transaction.${of}.country-code-alpha2`),
})

const payment: Fields = {
  'merchant.id': text('transaction.merchant-account-id'),
  id: text('transaction.id'),
  occurredAt: utc(['transaction.created-at', TOLD_AT]),
  amount: major('transaction.amount'),
  currency: upper('transaction.currency-iso-code'),
  method: text('transaction.payment-instrument-type'),
  'customer.id': text('transaction.customer.id'),
  'customer.email': text('transaction.customer.email'),
  'customer.name': join('transaction.customer.first-name', 'transaction.customer.last-name'),
  'customer.phone': text('transaction.customer.phone'),
  'card.fingerprint': text('transaction.credit-card.unique-number-identifier'),
  'card.bin': text('transaction.credit-card.bin'),
  'card.last4': text('transaction.credit-card.last-4'),
  'card.brand': network('transaction.credit-card.card-type'),
  'card.avs': text('transaction.avs-postal-code-response-code'),
  'card.cvc': text('transaction.cvv-response-code'),
  ...address('billing'),
  ...address('shipping'),
  'order.id': text('transaction.order-id'),
}

const LATE = { at: 'dispute.kind', is: 'pre_arbitration' } as const

const stage: Value = {
  cases: [
    {
      when: [LATE],
      value: words(
        'dispute.status',
        {
          won: 'pre_arbitration_won',
          lost: 'pre_arbitration_lost',
          accepted: 'pre_arbitration_lost',
          auto_accepted: 'pre_arbitration_lost',
          expired: 'pre_arbitration_lost',
        },
        'pre_arbitration',
      ),
    },
    {
      when: [],
      value: stageOf('dispute.status', {
        open: 'needs_response',
        disputed: 'under_review',
        under_review: 'under_review',
        won: 'won',
        lost: 'lost',
        accepted: 'accepted',
        auto_accepted: 'accepted',
        expired: 'lost',
      }),
    },
  ],
}

const dispute: Fields = {
  'merchant.id': text('dispute.merchant-account-id'),
  id: text(['dispute.original-dispute-id', 'dispute.id']),
  disputeId: text(['dispute.original-dispute-id', 'dispute.id']),
  paymentId: text('dispute.transaction.id'),
  occurredAt: utc(TOLD_AT),
  amount: major(['dispute.amount-disputed', 'dispute.amount']),
  currency: upper('dispute.currency-iso-code'),
  reason: text('dispute.reason'),
  status: text('dispute.status'),
  deadline: day('dispute.reply-by-date'),
  network: network('dispute.transaction.payment-instrument-subtype'),
  networkReason: text('dispute.reason-code'),
  stage,
}

const nothing = (kind: string, ignored: string): BodyKind => ({ kind, when: notified(kind), ignored })

export const BRAINTREE: GatewayTable = {
  gateway: 'braintree',
  envelopes: [{ when: [{ at: 'notification.kind', present: true }], each: 'notification.subject' }],
  kinds: [
    {
      kind: 'transaction_settled',
      when: notified('transaction_settled'),
      becomes: 'payment',
      fields: { ...payment, status: constant('captured') },
    },
    {
      kind: 'transaction_settlement_declined',
      when: notified('transaction_settlement_declined'),
      becomes: 'payment',
      fields: {
        ...payment,
        status: constant('declined'),
        declineCode: text(['transaction.processor-settlement-response-code', 'transaction.status']),
      },
    },
    {
      kind: 'refund_failed',
      when: notified('refund_failed'),
      becomes: 'outcome',
      fields: {
        'merchant.id': text('transaction.merchant-account-id'),
        type: constant('refund'),
        id: text('transaction.id'),
        paymentId: text(['transaction.refunded-transaction-id', 'transaction.refunded-transaction-fk']),
        occurredAt: utc(TOLD_AT),
        amount: major('transaction.amount'),
        currency: upper('transaction.currency-iso-code'),
        status: text('transaction.status'),
        stage: constant('failed'),
      },
    },
    {
      kind: 'dispute (retrieval)',
      when: [{ at: 'dispute.kind', is: 'retrieval' }],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('dispute') },
    },
    {
      kind: 'dispute (chargeback)',
      when: [{ at: 'dispute.kind', is: ['chargeback', 'pre_arbitration'] }],
      becomes: 'outcome',
      fields: { ...dispute, type: constant('chargeback') },
    },
    nothing('check', 'it only tries whether the address works'),
    nothing('transaction_disbursed', 'it is about money that is paid out, not in'),
    nothing('transaction_retried', 'the transaction that comes of it tells of itself'),
    nothing('transaction_reviewed', "it is the gateway's own review of a payment"),
    {
      kind: 'other notification',
      when: [{ at: '$.notification.kind', present: true }],
      ignored: 'it tells of neither a payment nor an outcome',
    },
  ],
}

import type { BodyKind, Fields, GatewayTable, Value } from './gateway-table.ts'
import { constant, minor, network, text, time, upper, words } from './values.ts'

/**
 * Adyen's standard webhooks: a list of `NotificationRequestItem`s, told apart by `eventCode`. `success` is a text; amounts are in
 * minor units, with Adyen's own digits for four currencies ("Currency codes and minor units" in its documentation). The payment is the
 * authorisation; everything later names it as `originalReference`, and all steps of one dispute have one `pspReference`.
 */
const code = (...codes: readonly string[]) => [{ at: 'eventCode', is: codes }] as const
const succeeded = { at: 'success', is: 'true' } as const
const MORE = 'additionalData'

const common: Fields = {
  'merchant.id': text('merchantAccountCode'),
  id: text('pspReference'),
  occurredAt: time('eventDate'),
  amount: minor('amount.value', 'amount.currency'),
  currency: upper('amount.currency'),
}

const outcome: Fields = {
  ...common,
  paymentId: text('originalReference'),
  reason: text('reason'),
  status: text('eventCode'),
}

const dispute: Fields = {
  ...outcome,
  disputeId: text('pspReference'),
  deadline: time(`${MORE}.defensePeriodEndsAt`),
  network: network([`${MORE}.chargebackSchemeCode`, 'paymentMethod']),
  networkReason: text(`${MORE}.chargebackReasonCode`),
}

const MAY_DEFEND: Value = {
  cases: [
    { when: [{ at: `${MORE}.autoDefended`, is: 'true' }], value: constant('under_review') },
    { when: [{ at: `${MORE}.defendable`, is: 'true' }], value: constant('needs_response') },
    { when: [], value: constant('opened') },
  ],
}

const BY_STATUS: Value = words(
  `${MORE}.disputeStatus`,
  {
    undefended: 'needs_response',
    unresponded: 'needs_response',
    pending: 'under_review',
    responded: 'under_review',
    won: 'won',
    lost: 'lost',
    accepted: 'accepted',
    expired: 'lost',
    responseexpired: 'lost',
  },
  'under_review',
)

const step = (kind: string, codes: readonly string[], type: string, stage: Value): BodyKind => ({
  kind,
  when: code(...codes),
  becomes: 'outcome',
  fields: { ...dispute, type: constant(type), stage },
})

const refund = (kind: string, when: BodyKind['when'], stage: string): BodyKind => ({
  kind,
  when,
  becomes: 'outcome',
  fields: { ...outcome, type: constant('refund'), stage: constant(stage) },
})

const REFUNDS = ['REFUND', 'REFUND_WITH_DATA'] as const

const nothing = (kind: string, codes: readonly string[], ignored: string): BodyKind => ({
  kind,
  when: code(...codes),
  ignored,
})

export const ADYEN: GatewayTable = {
  gateway: 'adyen',
  minorDigits: { CLP: 2, CVE: 0, IDR: 0, ISK: 2 },
  envelopes: [
    { when: [{ at: 'notificationItems', present: true }], each: 'notificationItems.*.NotificationRequestItem' },
  ],
  kinds: [
    {
      kind: 'AUTHORISATION',
      when: code('AUTHORISATION'),
      becomes: 'payment',
      fields: {
        ...common,
        status: {
          cases: [
            { when: [succeeded], value: constant('authorized') },
            { when: [], value: constant('declined') },
          ],
        },
        declineCode: { cases: [{ when: [{ at: 'success', is: 'false' }], value: text('reason') }] },
        method: text('paymentMethod'),
        'customer.id': text([`${MORE}.shopperReference`, `${MORE}.tokenization.shopperReference`]),
        'customer.email': text(`${MORE}.shopperEmail`),
        ip: text(`${MORE}.shopperIP`),
        'card.fingerprint': text(`${MORE}.alias`),
        'card.bin': text(`${MORE}.cardBin`),
        'card.last4': text(`${MORE}.cardSummary`),
        'card.brand': network('paymentMethod'),
        'card.funding': text(`${MORE}.fundingSource`),
        'card.country': text([`${MORE}.cardIssuingCountry`, `${MORE}.issuerCountry`]),
        'card.avs': text(`${MORE}.avsResult`),
        'card.cvc': text(`${MORE}.cvcResult`),
        'order.id': text('merchantReference'),
      },
    },
    refund('REFUND', [...code(...REFUNDS), succeeded], 'done'),
    refund('REFUND, refused', code(...REFUNDS), 'failed'),
    refund('REFUND_FAILED and the like', code('REFUND_FAILED', 'REFUNDED_REVERSED', 'VOID_PENDING_REFUND'), 'failed'),
    refund('POSTPONED_REFUND', code('POSTPONED_REFUND'), 'opened'),
    refund(
      'CANCEL_OR_REFUND, refund',
      [...code('CANCEL_OR_REFUND'), { at: `${MORE}.modification.action`, is: 'refund' }, succeeded],
      'done',
    ),
    {
      kind: 'CAPTURE_FAILED',
      when: code('CAPTURE_FAILED'),
      becomes: 'outcome',
      fields: { ...outcome, type: constant('decline'), stage: constant('failed') },
    },
    {
      kind: 'NOTIFICATION_OF_FRAUD',
      when: code('NOTIFICATION_OF_FRAUD'),
      becomes: 'outcome',
      fields: {
        ...outcome,
        type: constant('early_fraud_warning'),
        stage: constant('opened'),
        network: network([`${MORE}.nofSchemeCode`, 'paymentMethod']),
        networkReason: text(`${MORE}.nofReasonCode`),
      },
    },
    step('REQUEST_FOR_INFORMATION', ['REQUEST_FOR_INFORMATION'], 'dispute', constant('needs_response')),
    step('NOTIFICATION_OF_CHARGEBACK', ['NOTIFICATION_OF_CHARGEBACK'], 'dispute', MAY_DEFEND),
    step('CHARGEBACK', ['CHARGEBACK'], 'chargeback', MAY_DEFEND),
    step('CHARGEBACK_REVERSED', ['CHARGEBACK_REVERSED'], 'chargeback', constant('reversed')),
    step('SECOND_CHARGEBACK', ['SECOND_CHARGEBACK'], 'chargeback', constant('second')),
    step('PREARBITRATION_WON', ['PREARBITRATION_WON'], 'chargeback', constant('pre_arbitration_won')),
    step('PREARBITRATION_LOST', ['PREARBITRATION_LOST'], 'chargeback', constant('pre_arbitration_lost')),
    // These also follow a question that never becomes a chargeback, so they do not say that there is one.
    step('INFORMATION_SUPPLIED, ISSUER_COMMENTS', ['INFORMATION_SUPPLIED', 'ISSUER_COMMENTS'], 'dispute', BY_STATUS),
    step(
      'end of a term in a dispute',
      ['DISPUTE_DEFENSE_PERIOD_ENDED', 'ISSUER_RESPONSE_TIMEFRAME_EXPIRED'],
      'chargeback',
      BY_STATUS,
    ),
    nothing(
      'captures and cancellations',
      ['CAPTURE', 'CANCELLATION', 'CANCEL_OR_REFUND', 'TECHNICAL_CANCEL', 'EXPIRE', 'AUTHORISATION_ADJUSTMENT'],
      'it changes how far a payment is, and nothing that is counted',
    ),
    nothing(
      'manual review',
      ['MANUAL_REVIEW_ACCEPT', 'MANUAL_REVIEW_REJECT'],
      "it is the gateway's own review of a payment",
    ),
    nothing(
      'payouts',
      ['PAYOUT_DECLINE', 'PAYOUT_EXPIRE', 'PAYOUT_THIRDPARTY', 'PAIDOUT_REVERSED'],
      'it is about money that is paid out, not in',
    ),
    {
      kind: 'other event',
      when: [{ at: 'eventCode', present: true }],
      ignored: 'it tells of neither a payment nor an outcome',
    },
    {
      kind: 'change of a bank account',
      when: [{ at: 'type', is: ['ach.notificationOfChange', 'eft.notificationOfChange'] }],
      ignored: 'it tells of neither a payment nor an outcome',
    },
    {
      kind: 'defence of a dispute',
      when: [{ at: 'disputePspReference', present: true }],
      refused: 'a request to Adyen, not a notification of it',
    },
    {
      kind: 'answer to a question',
      when: [{ at: 'disputeServiceResult', present: true }],
      refused: 'an answer of Adyen to a question, not a notification',
    },
  ],
}

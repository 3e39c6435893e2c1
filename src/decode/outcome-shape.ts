import { NOTICE_KINDS, OUTCOME_STAGES, OUTCOME_TYPES } from '../model/outcome.ts'
import type { Raw, Shape } from './payment-shape.ts'

const MERCHANT = {
  name: 'OutcomeMerchant',
  help: 'Who was paid.',
  fields: [{ name: 'id', type: 'text', tag: 1, help: 'As the payment has it: ids need only be unique per merchant.' }],
} as const satisfies Shape

/** The one source of the outcome's shape, as `PAYMENT` is for payments. */
export const OUTCOME = {
  name: 'Outcome',
  help: 'What happened to a payment later.',
  fields: [
    { name: 'type', type: 'text', tag: 1, required: true, oneOf: OUTCOME_TYPES, help: 'What happened.' },
    {
      name: 'id',
      type: 'text',
      tag: 2,
      required: true,
      lengthMax: 256,
      help: 'Unique within the merchant and the type; the same when it is sent again.',
    },
    {
      name: 'occurredAt',
      type: 'code',
      tag: 3,
      required: true,
      help: 'When it happened, ISO 8601 with a zone: 2026-11-21T10:15:30.123Z.',
    },
    {
      name: 'paymentId',
      type: 'text',
      tag: 4,
      lengthMax: 256,
      help: 'The id of the payment; every type but a notice needs it, or a dispute or chargeback disputeId.',
    },
    { name: 'merchant', type: 'record', tag: 5, of: MERCHANT, help: MERCHANT.help },
    { name: 'amount', type: 'decimal', tag: 6, help: 'Major units, without a sign; all of the payment unless said.' },
    { name: 'currency', type: 'code', tag: 7, help: 'ISO 4217 code or number; needed where there is an amount.' },
    { name: 'reason', type: 'text', tag: 8, help: 'Why, in the words of the gateway.' },
    { name: 'status', type: 'text', tag: 9, help: 'How far it is, in the words of the gateway.' },
    { name: 'deadline', type: 'code', tag: 10, help: 'By when to answer, ISO 8601 with a zone.' },
    { name: 'notice', type: 'text', tag: 11, oneOf: NOTICE_KINDS, help: 'What a notice says; a notice needs it.' },
    {
      name: 'stage',
      type: 'text',
      tag: 12,
      oneOf: OUTCOME_STAGES,
      help: 'How far it is, the same words for all gateways.',
    },
    { name: 'disputeId', type: 'text', tag: 13, lengthMax: 256, help: 'The same in every step of one dispute.' },
    { name: 'network', type: 'text', tag: 14, help: 'visa, mastercard, amex …: whose rules apply.' },
    { name: 'networkReason', type: 'text', tag: 15, help: "The network's code for the reason: 10.4, 4837 …" },
    { name: 'gateway', type: 'text', tag: 16, help: 'Who told of it: stripe, adyen …' },
  ],
} as const satisfies Shape

export type RawOutcome = Raw<typeof OUTCOME>

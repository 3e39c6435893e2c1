/**
 * The one source of the payment's shape: the JSON Schema, the Avro schema, the Protobuf file and the types of what comes in
 * are all made from this table. Change it here, then `npx vitest run -u test/decode/schema-files.test.ts` rewrites
 * the files in schemas/.
 */
export interface Shape {
  /** The record's name in Avro and Protobuf. */
  name: string
  help: string
  fields: readonly Field[]
}

export interface Field {
  name: string
  /**
   * - `text`: a string.
   * - `decimal`: a decimal string, or a JSON number where it is exact; a string in Avro and Protobuf.
   * - `code`: a string, or a whole JSON number; a string in Avro and Protobuf.
   * - `number`: a finite number; a double in Avro and Protobuf.
   * - `record`, `records`: one or a list of `of`.
   * - `values`: names to text, numbers or booleans; a map of text in Avro and Protobuf.
   */
  type: 'text' | 'decimal' | 'code' | 'number' | 'record' | 'records' | 'values'
  /** Protobuf field number. Never used again for another field. */
  tag: number
  help: string
  required?: true
  /** The only texts allowed. */
  oneOf?: readonly string[]
  /** Most characters of a text; `TEXT_LENGTH_MAX` unless said. */
  lengthMax?: number
  of?: Shape
}

/** 4 KiB: no honest field is longer. */
export const TEXT_LENGTH_MAX = 4096
export const ITEMS_MAX = 500

export const STATUSES = ['pending', 'authorized', 'captured', 'declined', 'blocked'] as const

const MERCHANT = {
  name: 'Merchant',
  help: 'Who is paid.',
  fields: [
    {
      name: 'id',
      type: 'text',
      tag: 1,
      help: 'Part of the identity of a payment: ids need only be unique per merchant.',
    },
    { name: 'mcc', type: 'code', tag: 2, help: 'ISO 18245 merchant category code, four digits.' },
  ],
} as const satisfies Shape

const CUSTOMER = {
  name: 'Customer',
  help: 'Who pays, as the shop knows them.',
  fields: [
    { name: 'id', type: 'text', tag: 1, help: 'The customer account.' },
    { name: 'email', type: 'text', tag: 2, help: 'One address, as typed.' },
    { name: 'name', type: 'text', tag: 3, help: 'Full name.' },
    { name: 'phone', type: 'text', tag: 4, help: 'Best in E.164: +15125550100.' },
    { name: 'createdAt', type: 'code', tag: 5, help: 'When the account was opened, ISO 8601 with a zone.' },
  ],
} as const satisfies Shape

const CARD = {
  name: 'Card',
  help: 'The card, without its number and without its security code.',
  fields: [
    { name: 'fingerprint', type: 'text', tag: 1, help: "The gateway's stable token for the card number." },
    { name: 'bin', type: 'text', tag: 2, help: 'First six to eight digits.' },
    { name: 'last4', type: 'text', tag: 3, help: 'Last four digits.' },
    { name: 'brand', type: 'text', tag: 4, help: 'visa, mastercard, amex …' },
    { name: 'funding', type: 'text', tag: 5, help: 'credit, debit or prepaid.' },
    { name: 'country', type: 'text', tag: 6, help: 'Issuing country, ISO 3166-1 alpha-2.' },
    { name: 'avs', type: 'text', tag: 7, help: 'Result of the address check, as the gateway gives it.' },
    { name: 'cvc', type: 'text', tag: 8, help: 'Result of the security code check (M, N …), never the code.' },
  ],
} as const satisfies Shape

const DEVICE = {
  name: 'Device',
  help: 'The machine the payment came from.',
  fields: [
    { name: 'id', type: 'text', tag: 1, help: 'Stable device or browser identifier.' },
    { name: 'userAgent', type: 'text', tag: 2, help: 'User-Agent header.' },
  ],
} as const satisfies Shape

const ADDRESS_FIELDS = [
  { name: 'name', type: 'text', tag: 1, help: 'Name on the address.' },
  { name: 'line1', type: 'text', tag: 2, help: 'Street and number.' },
  { name: 'line2', type: 'text', tag: 3, help: 'Flat, suite, company.' },
  { name: 'city', type: 'text', tag: 4, help: 'City.' },
  { name: 'region', type: 'text', tag: 5, help: 'State or province.' },
  { name: 'postalCode', type: 'text', tag: 6, help: 'Postal code.' },
  { name: 'country', type: 'text', tag: 7, help: 'ISO 3166-1 alpha-2.' },
] as const satisfies readonly Field[]

const BILLING = { name: 'Billing', help: 'Where the bill goes.', fields: ADDRESS_FIELDS } as const satisfies Shape

const SHIPPING = {
  name: 'Shipping',
  help: 'Where the goods go.',
  fields: [...ADDRESS_FIELDS, { name: 'method', type: 'text', tag: 8, help: 'How: standard, express, pickup …' }],
} as const satisfies Shape

const ITEM = {
  name: 'Item',
  help: 'One line of the order.',
  fields: [
    { name: 'sku', type: 'text', tag: 1, help: 'Article number.' },
    { name: 'category', type: 'text', tag: 2, help: 'Kind of goods.' },
    { name: 'quantity', type: 'number', tag: 3, help: 'How many.' },
    { name: 'unitPrice', type: 'decimal', tag: 4, help: 'Price of one, major units of the payment currency.' },
  ],
} as const satisfies Shape

const ORDER = {
  name: 'Order',
  help: 'What is bought.',
  fields: [
    { name: 'id', type: 'text', tag: 1, help: 'The order, which may have several payments.' },
    { name: 'items', type: 'records', tag: 2, of: ITEM, help: 'At most 500 lines.' },
  ],
} as const satisfies Shape

export const PAYMENT = {
  name: 'Payment',
  help: 'One payment to be scored.',
  fields: [
    { name: 'id', type: 'text', tag: 1, required: true, lengthMax: 256, help: 'Unique within the merchant.' },
    {
      name: 'occurredAt',
      type: 'code',
      tag: 2,
      required: true,
      help: 'ISO 8601 with a zone: 2026-11-21T10:15:30.123Z.',
    },
    { name: 'amount', type: 'decimal', tag: 3, required: true, help: 'Major units as a decimal string: 129.90.' },
    {
      name: 'currency',
      type: 'code',
      tag: 4,
      required: true,
      help: 'ISO 4217 code, upper case: USD; or its number: 840.',
    },
    { name: 'status', type: 'text', tag: 5, oneOf: STATUSES, help: 'How far the payment is; pending unless said.' },
    { name: 'declineCode', type: 'text', tag: 6, help: 'Why it was declined, in the words of the gateway.' },
    { name: 'method', type: 'text', tag: 7, help: 'card, paypal, sepa …' },
    { name: 'channel', type: 'text', tag: 8, help: 'web, app, phone, store …' },
    { name: 'merchant', type: 'record', tag: 9, of: MERCHANT, help: MERCHANT.help },
    { name: 'customer', type: 'record', tag: 10, of: CUSTOMER, help: CUSTOMER.help },
    { name: 'card', type: 'record', tag: 11, of: CARD, help: CARD.help },
    { name: 'ip', type: 'text', tag: 12, help: 'One IPv4 or IPv6 address of the buyer, no list.' },
    { name: 'device', type: 'record', tag: 13, of: DEVICE, help: DEVICE.help },
    { name: 'billing', type: 'record', tag: 14, of: BILLING, help: BILLING.help },
    { name: 'shipping', type: 'record', tag: 15, of: SHIPPING, help: SHIPPING.help },
    { name: 'order', type: 'record', tag: 16, of: ORDER, help: ORDER.help },
    { name: 'metadata', type: 'values', tag: 17, help: 'Own fields; only those that the settings declare are kept.' },
  ],
} as const satisfies Shape

/** What a shape looks like once parsed and validated, before its texts are read. Null means absent. */
export type Raw<S extends Shape> = {
  [F in S['fields'][number] as F extends { required: true } ? F['name'] : never]: RawValue<F>
} & {
  [F in S['fields'][number] as F extends { required: true } ? never : F['name']]?: RawValue<F> | null
}

type RawValue<F extends Field> = F extends { oneOf: readonly (infer T)[] }
  ? T
  : F extends { type: 'records'; of: infer S extends Shape }
    ? Raw<S>[]
    : F extends { type: 'record'; of: infer S extends Shape }
      ? Raw<S>
      : F['type'] extends 'text'
        ? string
        : F['type'] extends 'number'
          ? number
          : F['type'] extends 'values'
            ? Record<string, unknown>
            : string | number

export type RawPayment = Raw<typeof PAYMENT>
export type RawCustomer = Raw<typeof CUSTOMER>
export type RawCard = Raw<typeof CARD>
export type RawDevice = Raw<typeof DEVICE>
/** A billing address is a shipping address without a method. */
export type RawAddress = Raw<typeof SHIPPING>
export type RawOrder = Raw<typeof ORDER>
export type RawItem = Raw<typeof ITEM>

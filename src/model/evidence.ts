/** Where a piece of evidence comes from: the payment, what is stored about it, a file or a text that a person adds. */
export type EvidenceSource = 'payment' | 'history' | 'file' | 'text'

export interface EvidenceKindRow {
  help: string
  source: EvidenceSource
  /** The personal fields of the payment that it shows, and no others. A field that no row names is never in a pack. */
  personal: readonly PersonalField[]
}

/** Every field of a payment by which a person can be found. */
export const PERSONAL_FIELDS = [
  'customer.id',
  'customer.email',
  'customer.name',
  'customer.phone',
  'card.fingerprint',
  'card.bin',
  'card.last4',
  'ip',
  'device.id',
  'device.userAgent',
  'billing',
  'shipping',
] as const
export type PersonalField = (typeof PERSONAL_FIELDS)[number]

const of = (source: EvidenceSource, help: string, ...personal: PersonalField[]): EvidenceKindRow => ({
  help,
  source,
  personal,
})

/**
 * Every kind of evidence. A playbook says which of them a reason needs, and a pack holds those and no others, so this table and the
 * playbook together say which customer data leaves the house. Of the card only the first digits and the last four ever do.
 */
export const EVIDENCE_KINDS = {
  payment_record: of('payment', 'amount, time, status and card of the payment', 'card.bin', 'card.last4'),
  card_checks: of('payment', 'what the bank said of address and security code'),
  order_details: of('payment', 'what was ordered'),
  customer_name: of('payment', 'name of the customer', 'customer.name'),
  customer_email: of('payment', 'e-mail address of the customer', 'customer.email'),
  customer_account: of('payment', "the customer's account and its age", 'customer.id'),
  billing_address: of('payment', 'billing address', 'billing'),
  shipping_address: of('payment', 'where it was sent', 'shipping'),
  purchase_ip: of('payment', 'IP address of the purchase', 'ip'),
  device: of('payment', 'device of the purchase', 'device.id', 'device.userAgent'),
  prior_payments: of('history', 'earlier payments of the same customer that nobody disputed'),
  refund_record: of('history', 'refunds of this payment'),
  shipping_date: of('history', 'day on which it was sent'),
  shipping_carrier: of('text', 'who carried the parcel'),
  tracking_number: of('text', 'tracking number of the parcel'),
  product_description: of('text', 'what was sold, as the customer saw it'),
  service_date: of('text', 'day on which the service was given'),
  refund_refusal: of('text', 'why the customer gets no refund'),
  refund_policy_disclosure: of('text', 'how the refund policy was shown before the purchase'),
  cancellation_policy_disclosure: of('text', 'how the cancellation policy was shown before the purchase'),
  cancellation_rebuttal: of('text', 'why the subscription was not cancelled'),
  duplicate_payment_id: of('text', 'id of the other payment, for one said to be a duplicate'),
  duplicate_explanation: of('text', 'why the two payments are for different things'),
  statement: of('text', 'whatever else is to be said'),
  receipt: of('file', 'invoice or receipt'),
  customer_conversation: of('file', 'e-mails or chat with the customer'),
  delivery_proof: of('file', 'proof that it arrived: signature, photo at the door, tracking page'),
  shipping_documentation: of('file', 'shipping label or proof of posting'),
  customer_signature: of('file', "the customer's signature"),
  refund_policy: of('file', 'refund policy as shown to the customer'),
  cancellation_policy: of('file', 'cancellation policy as shown to the customer'),
  service_record: of('file', 'proof that the service was given'),
  access_log: of('file', 'log of logins or downloads'),
  duplicate_documentation: of('file', 'receipt or label of the other payment'),
  return_record: of('file', 'what came back, or that nothing did'),
  other_file: of('file', 'any other document'),
} as const satisfies Record<string, EvidenceKindRow>

export type EvidenceKind = keyof typeof EVIDENCE_KINDS

export const EVIDENCE_KIND_NAMES = Object.keys(EVIDENCE_KINDS) as EvidenceKind[]

/** What a playbook's tree ends in. */
export const ANSWERS = ['fight', 'refund', 'accept'] as const
export type Answer = (typeof ANSWERS)[number]

/** Card networks and gateways, by the names under which their reasons are listed in playbooks. */
export const NETWORKS = [
  'visa',
  'mastercard',
  'amex',
  'discover',
  'stripe',
  'paypal',
  'adyen',
  'braintree',
  'shopify',
  'square',
] as const
export type Network = (typeof NETWORKS)[number]

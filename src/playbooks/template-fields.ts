import type { EvidenceKind } from '../model/evidence.ts'

interface TemplateFieldRow {
  help: string
  /** The kind of evidence that it is part of: only playbooks that need the kind may name the field. Undefined: no customer data. */
  of?: EvidenceKind
}

/** What answer templates may name in braces. */
const TEMPLATE_FIELDS = {
  'case.id': { help: 'name of the case' },
  'merchant.id': { help: 'the merchant' },
  'dispute.id': { help: 'the dispute, as the gateway calls it' },
  'dispute.reason': { help: 'its reason, in the words of the gateway' },
  'dispute.date': { help: 'day on which it was opened' },
  'dispute.amount': { help: 'what it is about, with currency' },
  'payment.id': { help: 'the payment', of: 'payment_record' },
  'payment.amount': { help: 'what was paid, with currency', of: 'payment_record' },
  'payment.date': { help: 'day of the payment', of: 'payment_record' },
  'card.last4': { help: 'last four digits of the card', of: 'payment_record' },
  'card.checks': { help: 'what the bank said of address and security code', of: 'card_checks' },
  'order.id': { help: 'the order', of: 'order_details' },
  'order.items': { help: 'what was ordered', of: 'order_details' },
  'customer.name': { help: 'name of the customer', of: 'customer_name' },
  'customer.email': { help: 'e-mail address of the customer', of: 'customer_email' },
  'customer.since': { help: "day on which the customer's account was made", of: 'customer_account' },
  'billing.address': { help: 'billing address on one line', of: 'billing_address' },
  'shipping.address': { help: 'delivery address on one line', of: 'shipping_address' },
  'shipping.date': { help: 'day on which it was sent', of: 'shipping_date' },
  'shipping.carrier': { help: 'who carried the parcel', of: 'shipping_carrier' },
  'shipping.tracking': { help: 'tracking number', of: 'tracking_number' },
  'service.date': { help: 'day on which the service was given', of: 'service_date' },
  'purchase.ip': { help: 'IP address of the purchase', of: 'purchase_ip' },
  'prior.count': { help: 'number of earlier undisputed payments', of: 'prior_payments' },
  'refund.amount': { help: 'what was refunded, with currency', of: 'refund_record' },
  'refund.date': { help: 'day of the newest refund', of: 'refund_record' },
  'duplicate.id': { help: 'id of the other payment', of: 'duplicate_payment_id' },
} as const satisfies Record<string, TemplateFieldRow>

export type TemplateField = keyof typeof TEMPLATE_FIELDS

export const TEMPLATE_FIELD_NAMES = Object.keys(TEMPLATE_FIELDS) as TemplateField[]

/** The kind of evidence that a field is part of. */
export function kindOfField(name: TemplateField): EvidenceKind | undefined {
  const row: TemplateFieldRow = TEMPLATE_FIELDS[name]
  return row.of
}

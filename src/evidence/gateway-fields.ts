import type { EvidenceKind } from '../model/evidence.ts'

export const GATEWAYS = ['stripe', 'paypal', 'adyen'] as const
export type Gateway = (typeof GATEWAYS)[number]

interface StripeRow {
  takes: 'text' | 'file'
  /** The first kind that is there fills the field. `pack` is the PDF of the pack, `answer` the letter. */
  from: readonly (EvidenceKind | 'pack' | 'answer')[]
}

const text = (...from: StripeRow['from']): StripeRow => ({ takes: 'text', from })
const file = (...from: StripeRow['from']): StripeRow => ({ takes: 'file', from })

/** Stripe's evidence fields, all 27. Source: Stripe API reference, the dispute evidence object. */
export const STRIPE_FIELDS = {
  access_activity_log: text('access_log'),
  billing_address: text('billing_address'),
  cancellation_policy: file('cancellation_policy'),
  cancellation_policy_disclosure: text('cancellation_policy_disclosure'),
  cancellation_rebuttal: text('cancellation_rebuttal'),
  customer_communication: file('customer_conversation'),
  customer_email_address: text('customer_email'),
  customer_name: text('customer_name'),
  customer_purchase_ip: text('purchase_ip'),
  customer_signature: file('customer_signature'),
  duplicate_charge_documentation: file('duplicate_documentation'),
  duplicate_charge_explanation: text('duplicate_explanation'),
  duplicate_charge_id: text('duplicate_payment_id'),
  product_description: text('product_description', 'order_details'),
  receipt: file('receipt'),
  refund_policy: file('refund_policy'),
  refund_policy_disclosure: text('refund_policy_disclosure'),
  refund_refusal_explanation: text('refund_refusal'),
  service_date: text('service_date'),
  service_documentation: file('service_record'),
  shipping_address: text('shipping_address'),
  shipping_carrier: text('shipping_carrier'),
  shipping_date: text('shipping_date'),
  shipping_documentation: file('delivery_proof', 'shipping_documentation'),
  shipping_tracking_number: text('tracking_number'),
  uncategorized_file: file('pack'),
  uncategorized_text: text('answer'),
} as const satisfies Record<string, StripeRow>

/** PayPal's evidence types. Source: PayPal Customer Disputes API v1, `evidence_type`. What stands nowhere here goes as OTHER. */
export const PAYPAL_TYPES: Readonly<Record<string, readonly EvidenceKind[]>> = {
  PROOF_OF_FULFILLMENT: [
    'tracking_number',
    'shipping_carrier',
    'shipping_date',
    'shipping_documentation',
    'service_record',
    'access_log',
  ],
  PROOF_OF_DELIVERY_SIGNATURE: ['delivery_proof', 'customer_signature'],
  PROOF_OF_REFUND: ['refund_record'],
  PROOF_OF_RECEIPT_COPY: ['receipt', 'duplicate_documentation'],
  RETURN_POLICY: ['refund_policy', 'refund_policy_disclosure'],
  BILLING_AGREEMENT: ['cancellation_policy', 'cancellation_policy_disclosure'],
  ITEM_DESCRIPTION: ['product_description', 'order_details'],
  PROOF_OF_RETURN: ['return_record'],
}

/**
 * Adyen's defence documents, by their type codes. Which of them a dispute takes is for `retrieveApplicableDefenseReasons` to say.
 * Source: Adyen Disputes API v30, `defenseDocumentTypeCode`. What stands nowhere here is part of the pack, which goes as DefenseMaterial.
 */
export const ADYEN_DOCUMENTS: Readonly<Record<string, readonly EvidenceKind[]>> = {
  ProofOfGoodsOrServicesProvided: ['delivery_proof', 'customer_signature', 'service_record', 'access_log'],
  DateMerchandiseShipped: ['shipping_documentation'],
  TIDorInvoice: ['receipt', 'duplicate_documentation'],
  GoodsWereAsDescribed: ['product_description'],
  GoodsNotReturned: ['return_record'],
  DisclosureAtPointOfInteraction: ['refund_policy', 'cancellation_policy'],
  AdditionalInformation: ['customer_conversation', 'other_file'],
}

interface FileLimits {
  types: readonly string[]
  /** Of one file, by its type, and of all files together. Bytes. */
  bytesMax: Readonly<Record<string, number>>
  togetherMax?: number
}

const MEGABYTE = 1024 * 1024

/**
 * Sources: Stripe, "Respond to disputes" (all files together 4.5 MB); PayPal, Customer Disputes API (10 MB a file, 50 MB together);
 * Adyen, "Defense requirements" (JPG and TIFF 10 MB, PDF 2 MB).
 */
export const FILE_LIMITS: Readonly<Record<Gateway, FileLimits>> = {
  stripe: {
    types: ['application/pdf', 'image/png', 'image/jpeg'],
    bytesMax: {},
    togetherMax: 4.5 * MEGABYTE,
  },
  paypal: {
    types: ['application/pdf', 'image/png', 'image/jpeg'],
    bytesMax: { 'application/pdf': 10 * MEGABYTE, 'image/png': 10 * MEGABYTE, 'image/jpeg': 10 * MEGABYTE },
    togetherMax: 50 * MEGABYTE,
  },
  adyen: {
    types: ['application/pdf', 'image/jpeg'],
    bytesMax: { 'application/pdf': 2 * MEGABYTE, 'image/jpeg': 10 * MEGABYTE },
  },
}

/**
 * What is scored. Made only by the decoder: every field has been validated, trimmed of secrets and brought to one form. Its texts may
 * be parts of the whole record: whoever keeps one for longer than the payment keeps an `ownCopy`.
 */
export interface Payment {
  /** Unique within its merchant; identity is `merchantId` + `id`. */
  id: string
  /** Empty when the payment names no merchant. */
  merchantId: string
  /** ISO 18245 merchant category code, four digits. */
  merchantCategory?: string
  /** When it happened, as the payment says it. Milliseconds since 1970, UTC. */
  occurredAtMs: number
  /** The time that windows use: `occurredAtMs`, held back to the broker's time when it lies in the future. */
  countedAtMs: number
  status: PaymentStatus
  declineCode?: string
  /** Whole minor units of `currency` (129.90 USD is 12990, 500 JPY is 500). */
  amountMinor: number
  /** ISO 4217 alphabetic code. */
  currency: string
  method?: string
  channel?: string
  customer?: Customer
  card?: Card
  /** Canonical text form; absent when it was no usable address. May be private: see the enrich room. */
  ip?: string
  device?: { id?: string; userAgent?: string }
  billing?: Address
  shipping?: Address & { method?: string }
  order?: { id?: string; items?: OrderItem[] }
  /** Only the fields that the settings declare. */
  metadata?: Record<string, string | number | boolean>
}

export type PaymentStatus = 'pending' | 'authorized' | 'captured' | 'declined' | 'blocked'

export interface Customer {
  id?: string
  /** As sent, after the checks of the decoder; the enrich room normalises it. */
  email?: string
  name?: string
  phone?: string
  createdAtMs?: number
}

export interface Card {
  /** Given by the gateway, or a keyed hash of the number when a full number was sent. */
  fingerprint?: string
  /** First six to eight digits. */
  bin?: string
  last4?: string
  brand?: string
  funding?: string
  /** Issuing country, ISO 3166-1 alpha-2, upper case. */
  country?: string
  /** Address verification result, as the gateway gives it (Y, N, A, Z, …). */
  avs?: string
  /** Security code check result (M match, N no match, …); never the code itself. */
  cvc?: string
}

export interface Address {
  name?: string
  line1?: string
  line2?: string
  city?: string
  region?: string
  postalCode?: string
  /** ISO 3166-1 alpha-2, upper case. */
  country?: string
}

export interface OrderItem {
  sku?: string
  category?: string
  quantity?: number
  /** Whole minor units of the payment's currency. */
  unitPriceMinor?: number
}

/** What a field under `metadata` is declared to hold. */
export type MetadataType = 'text' | 'number' | 'boolean'

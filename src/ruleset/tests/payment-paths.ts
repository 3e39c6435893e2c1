/**
 * Paths of the payment's JSON that a rule test may name. A test holds this against the decoder's own table, which this
 * room may not import.
 */
const ADDRESS = ['name', 'line1', 'line2', 'city', 'region', 'postalCode', 'country']

const GROUPS: Record<string, readonly string[]> = {
  merchant: ['id', 'mcc'],
  customer: ['id', 'email', 'name', 'phone', 'createdAt'],
  card: ['fingerprint', 'bin', 'last4', 'brand', 'funding', 'country', 'avs', 'cvc'],
  device: ['id', 'userAgent'],
  billing: ADDRESS,
  shipping: [...ADDRESS, 'method'],
  order: ['id', 'items'],
  'order.items': ['sku', 'category', 'quantity', 'unitPrice'],
}

const TOP = ['id', 'occurredAt', 'amount', 'currency', 'status', 'declineCode', 'method', 'channel', 'ip', 'metadata']

export const PAYMENT_PATHS: ReadonlySet<string> = new Set([
  ...TOP,
  ...Object.keys(GROUPS),
  ...Object.entries(GROUPS).flatMap(([group, names]) => names.map(name => `${group}.${name}`)),
])

/** The only numbers in a payment's JSON; every other plain number in YAML means its digits. */
export const NUMBER_PATHS: ReadonlySet<string> = new Set(['order.items.quantity'])

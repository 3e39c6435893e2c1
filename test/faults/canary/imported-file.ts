import type { Canary } from './canaries.ts'

/** Columns that a shop's export may have, and the field of a payment that each fills. */
const COLUMNS: Record<string, string> = {
  decline: 'declineCode',
  means: 'method',
  account: 'customer.id',
  who: 'customer.name',
  tel: 'customer.phone',
  number: 'card.number',
  token: 'card.fingerprint',
  bin: 'card.bin',
  last4: 'card.last4',
  network: 'card.brand',
  avs: 'card.avs',
  cvc: 'card.cvc',
  device: 'device.id',
  agent: 'device.userAgent',
  street: 'billing.line1',
  town: 'billing.city',
  zip: 'billing.postalCode',
  order: 'order.id',
  article: 'order.item.sku',
  kind: 'order.item.category',
  memo: 'metadata.note',
}
/** Columns that must hold something of their own form. */
const CHECKED = ['total', 'day', 'state', 'pieces', 'opened', 'fraud'] as const
const USUAL: Record<string, string> = {
  total: '129.90',
  day: '2024-06-03T10:15:30.000Z',
  state: 'ok',
  pieces: '1',
  opened: '2024-01-01T00:00:00Z',
  fraud: '0',
}

export const MAPPING = `format: csv
payment:
  id: { column: id }
  occurredAt: { column: day, date: iso }
  amount: { column: total, number: { decimal: "." } }
  currency: { constant: USD }
  status: { column: state, values: { ok: authorized } }
  customer.email: { column: mail }
  customer.createdAt: { column: opened, date: iso }
  ip: { column: ip }
  order.item.quantity: { column: pieces }
${Object.entries(COLUMNS)
  .map(([column, field]) => `  ${field}: { column: ${column} }`)
  .join('\n')}
label: { column: fraud, values: { "0": legit, "1": fraud } }
`

const WRITINGS: ((canary: Canary) => string)[] = [
  ({ pan }) => pan,
  ({ spaced }) => spaced,
  ({ dashed }) => `card ${dashed} exp 12/27`,
  ({ track2 }) => track2,
  ({ email }) => email,
]

/** One row per canary, which stands in another column in each; security code, PIN and tracks in columns that nothing maps. */
export function csvOf(canaries: readonly Canary[]): string {
  const targets = [...Object.keys(COLUMNS), ...CHECKED]
  const names = ['id', 'mail', 'ip', ...targets, 'cvv', 'pin', 'track']
  const rows = canaries.map(canary => {
    const target = targets[canary.index % targets.length]!
    const writing = WRITINGS[Math.floor(canary.index / targets.length) % WRITINGS.length]!
    const cells: Record<string, string> = {
      ...USUAL,
      id: `pay-x${canary.index}x`,
      mail: canary.email,
      ip: canary.ip,
      cvv: canary.code,
      pin: canary.code,
      track: canary.track1,
      [target]: target === 'cvc' ? canary.code : writing(canary),
    }
    return names.map(name => cells[name] ?? '').join(',')
  })
  return [names.join(','), ...rows, ''].join('\n')
}

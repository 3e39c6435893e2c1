import type { Canary } from './canaries.ts'
import { type Carrier, paymentOf } from './scored-carriers.ts'

/** The canary in every field that can hold it, so that whatever an error text quotes is a secret. */
function laden(canary: Canary, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { pan, spaced, code, pinBlock, track1, track2 } = canary
  return paymentOf(canary, {
    'card.number': pan,
    'card.cvv': code,
    pinBlock,
    track1,
    'card.track2': track2,
    'metadata.note': `card ${spaced}`,
    'billing.line2': pan,
    ...changes,
  }) as Record<string, unknown>
}

const text = (canary: Canary, changes?: Record<string, unknown>): string => JSON.stringify(laden(canary, changes))

const refused = (name: string, value: Carrier['value'], more: Partial<Carrier> = {}): Carrier => ({
  name,
  becomes: 'dead letter',
  value,
  key: ({ pan }) => pan,
  headers: ({ pan, email, code }) => ({ pan, email, cvv: code }),
  ...more,
})

const wrongField = (path: string, write: (canary: Canary) => unknown): Carrier =>
  refused(`wrong ${path}`, canary => text(canary, { [path]: write(canary) }))

/** Longer than the broker takes, and small on the wire because it is sent compressed. */
const OVERSIZE_BYTES = 1_100_000

export const REFUSED_CARRIERS: readonly Carrier[] = [
  refused('JSON cut off', canary => text(canary).slice(0, -1)),
  refused('JSON cut off within the card number', ({ pan }) => `{"id":"a","card":{"number":"${pan}`),
  refused('JSON with more after it', canary => `${text(canary)} ${canary.pan}`),
  refused('two JSON documents', canary => text(canary) + text(canary)),
  refused('card number without quotes', ({ pan, email }) => `{"id":${pan}x,"email":${email}}`),
  refused('byte order mark', canary => `\ufeff${text(canary)}`),
  refused('UTF-16', canary => Buffer.from(text(canary), 'utf16le')),
  refused('bare card number', ({ pan }) => pan),
  refused('card number as a JSON text', ({ spaced }) => JSON.stringify(spaced)),
  refused('list of secrets', ({ pan, email, code, track2 }) => JSON.stringify([pan, email, code, track2])),
  refused(
    'XML',
    ({ pan, email, code }) => `<payment><pan>${pan}</pan><cvv>${code}</cvv><mail>${email}</mail></payment>`,
  ),
  refused('form', ({ pan, email, code }) => `card=${pan}&cvv=${code}&email=${encodeURIComponent(email)}`),

  wrongField('amount', ({ pan }) => pan),
  wrongField('amount', ({ pan }) => Number(pan)),
  wrongField('amount', ({ pan }) => `${pan}.00`),
  wrongField('amount', ({ pan }) => `-${pan}`),
  wrongField('amount', ({ dashed }) => dashed),
  wrongField('amount', ({ email }) => email),
  wrongField('currency', ({ pan }) => pan),
  wrongField('currency', ({ email }) => email),
  wrongField('status', ({ spaced }) => spaced),
  wrongField('occurredAt', ({ pan }) => pan),
  wrongField('occurredAt', ({ pan }) => Number(pan)),
  wrongField('occurredAt', ({ email }) => email),
  wrongField('id', ({ pan, email }) => ({ pan, email })),
  wrongField('id', ({ pan }) => Number(pan)),
  wrongField('id', ({ pan, email }) => `${pan}\u0000${email}`),
  wrongField('card', ({ pan }) => pan),
  wrongField('card.bin', ({ pan }) => [pan]),
  wrongField('card.cvc', ({ code }) => ({ code })),
  wrongField('customer', ({ email }) => email),
  wrongField('customer.email', ({ email }) => [email]),
  wrongField('billing', ({ spaced }) => spaced),
  wrongField('ip', ({ ip }) => [ip]),
  wrongField('order.items', ({ pan }) => pan),
  wrongField('order.items', ({ pan }) => [{ sku: [pan] }]),
  wrongField('metadata', ({ track1 }) => track1),
  wrongField('billing.line1', ({ pan, email }) => `${pan} ${email} `.repeat(200)),
  wrongField('order.items', ({ pan }) => Array.from({ length: 501 }, () => ({ sku: pan }))),

  ...(['pan', 'spaced', 'dashed', 'email', 'track2', 'ip'] as const).map(secret =>
    refused(`${secret} as the id, amount missing`, canary => text(canary, { id: canary[secret], amount: null })),
  ),
  refused('card number among other digits in the id', canary =>
    text(canary, { id: `77-${canary.pan}-12`, amount: 'x' }),
  ),
  refused('card number with other gaps in the id', canary =>
    text(canary, { id: canary.dashed.replaceAll('-', '.'), amount: 'x' }),
  ),
  refused('one name twice', canary => text(canary).replace('{', `{"${canary.pan}":1,"${canary.pan}":2,`)),
  refused('forbidden name', canary => text(canary).replace('{', `{"__proto__":{"pan":"${canary.pan}"},`)),
  refused('too deep', ({ pan, email }) => `${`{"${pan}":`.repeat(40)}"${email}"${'}'.repeat(40)}`),
  refused('too many names', ({ pan }) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${pan}-${at}`, at]))),
  ),
  refused('record too large', canary => `${text(canary)}${canary.pan.padEnd(OVERSIZE_BYTES)}`),

  refused('frame too short', () => Buffer.from([0, 0, 1])),
  refused('frame of schema 0', canary => Buffer.concat([Buffer.alloc(5), Buffer.from(text(canary))])),
  { ...refused('tombstone', () => null), becomes: 'nothing' },
]

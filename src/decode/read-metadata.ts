import type { Payment } from '../model/payment.ts'
import { holdsCardNumber } from './card-number.ts'
import type { RawPayment } from './payment-shape.ts'
import { readText } from './read-text.ts'
import { type Reading, warn } from './reading.ts'

/** Only the declared fields, in the order of the declaration; each from `metadata` or else from the top level. */
export function readMetadata(raw: RawPayment, declared: readonly string[], reading: Reading): Payment['metadata'] {
  let metadata: Payment['metadata']
  for (const name of declared) {
    const value = ownValue(raw.metadata, name) ?? ownValue(raw, name)
    if (value === undefined || value === null || value === '') continue
    const kept = readValue(value, reading)
    if (kept === undefined) continue
    metadata ??= {}
    metadata[name] = kept
  }
  return metadata
}

function ownValue(object: object | null | undefined, name: string): unknown {
  return object && Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined
}

function readValue(value: unknown, reading: Reading): string | number | boolean | undefined {
  switch (typeof value) {
    case 'string':
      return readText(value, reading)
    case 'boolean':
      return value
    case 'number':
      // Beyond 2^53 the last digits are not those that were sent, so no check digit tells a card number any more.
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) break
      if (!holdsCardNumber(String(value))) return value
      warn(reading, 'pan-in-text')
      return undefined
  }
  warn(reading, 'metadata-ignored')
  return undefined
}

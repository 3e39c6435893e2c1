import type { MetadataType, Payment } from '../model/payment.ts'
import { holdsCardNumber } from './card-number.ts'
import type { RawPayment } from './payment-shape.ts'
import { readText } from './read-text.ts'
import { type Reading, warn } from './reading.ts'

type Declared = readonly (readonly [name: string, type: MetadataType])[]

/**
 * Only the declared fields, in the order of the declaration; each from `metadata` or else from the top level. Each is what
 * it is declared to be, since conditions are checked against that: a text that is written like a number is taken for one
 * where a number is declared, as files of texts alone have it, and the other way round.
 */
export function readMetadata(raw: RawPayment, declared: Declared, reading: Reading): Payment['metadata'] {
  let metadata: Payment['metadata']
  for (const [name, type] of declared) {
    const value = ownValue(raw.metadata, name) ?? ownValue(raw, name)
    if (value === undefined || value === null || value === '') continue
    const read = readValue(value, reading)
    if (read === undefined) continue
    const kept = asDeclared(read, type)
    if (kept === undefined) {
      warn(reading, 'metadata-ignored')
      continue
    }
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

/** Undefined where it is neither of the declared type nor written like it. */
function asDeclared(value: string | number | boolean, type: MetadataType): string | number | boolean | undefined {
  if (type === 'text') return String(value)
  if (typeof value === type) return value
  if (typeof value !== 'string') return undefined
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : undefined
  const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number)) ? number : undefined
}

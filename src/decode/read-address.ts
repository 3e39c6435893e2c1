import type { Address, Payment } from '../model/payment.ts'
import type { RawAddress } from './payment-shape.ts'
import { readCountry } from './read-country.ts'
import { readText, readWord } from './read-text.ts'
import type { Reading } from './reading.ts'

export function readAddress(raw: RawAddress | null | undefined, reading: Reading): Address | undefined {
  if (raw === undefined || raw === null) return undefined
  return {
    name: readText(raw.name, reading),
    line1: readText(raw.line1, reading),
    line2: readText(raw.line2, reading),
    city: readText(raw.city, reading),
    region: readText(raw.region, reading),
    postalCode: readText(raw.postalCode, reading),
    country: readCountry(raw.country, reading),
  }
}

export function readShipping(raw: RawAddress | null | undefined, reading: Reading): Payment['shipping'] {
  if (raw === undefined || raw === null) return undefined
  return {
    name: readText(raw.name, reading),
    line1: readText(raw.line1, reading),
    line2: readText(raw.line2, reading),
    city: readText(raw.city, reading),
    region: readText(raw.region, reading),
    postalCode: readText(raw.postalCode, reading),
    country: readCountry(raw.country, reading),
    method: readWord(raw.method, reading),
  }
}

import { countryCode } from '../model/country.ts'
import { trimmed } from './read-text.ts'
import { type Reading, warn } from './reading.ts'

/** ISO 3166-1 alpha-2; what names no country counts as absent. */
export function readCountry(raw: string | null | undefined, reading: Reading): string | undefined {
  const text = trimmed(raw)
  if (text === undefined) return undefined
  const country = countryCode(text)
  if (country === undefined) warn(reading, 'country-ignored')
  return country
}

import { distance } from 'fastest-levenshtein'
import type { AddressFacts } from './address.ts'
import type { AddressLine } from './address-line.ts'

export type AddressMatch = 'same' | 'minor' | 'different' | 'absent'

/** Billing against shipping; a part is undefined when either side lacks it. */
export interface AddressComparison {
  match: AddressMatch
  country?: boolean
  region?: boolean
  postcode?: boolean
  city?: boolean
  /** The street line without the unit. */
  street?: boolean
  unit?: boolean
  name?: boolean
}

/** Streets spelt at least this alike, with the same house number, are one street with a slip. */
const STREET_LIKENESS_MIN = 0.8

const absent: AddressComparison = { match: 'absent' }

/**
 * Compares two addresses part by part, after normalising, whichever comes first.
 * - `absent`: one is missing, or they share no part but the name.
 * - `different`: another country; another street (not just a slip); or another postcode and city with no street to say
 *   otherwise.
 * - `same`: every part that both have is equal, the name too.
 * - `minor`: the same place with a difference: a slip in the street, another unit, city spelling, postcode or recipient.
 */
export function compareAddresses(one: AddressFacts | undefined, other: AddressFacts | undefined): AddressComparison {
  if (one === undefined || other === undefined) return absent
  const found: AddressComparison = { match: 'absent' }
  found.country = equal(one.country, other.country)
  found.region = equalPart(one, other, 'region')
  found.postcode = equalPart(one, other, 'postcode')
  found.city = equalPart(one, other, 'city')
  found.name = equalPart(one, other, 'name')
  const street = compareStreets(one.line, other.line)
  if (street !== undefined) {
    found.street = street === 'same'
    found.unit = one.line.unit === other.line.unit
  }
  found.match = judge(found, street)
  return found
}

function judge(found: AddressComparison, street: StreetMatch | undefined): AddressMatch {
  const { country, region, postcode, city, unit, name } = found
  const places = [country, region, postcode, city, street === undefined ? undefined : street === 'same']
  if (places.every(part => part === undefined)) return 'absent'
  if (country === false || street === 'different') return 'different'
  if (postcode === false && (city === false || (city === undefined && street === undefined))) return 'different'
  if (city === false && postcode === undefined && street === undefined) return 'different'
  if (region === false && postcode === undefined && city === undefined && street === undefined) return 'different'
  return places.includes(false) || unit === false || name === false ? 'minor' : 'same'
}

type StreetMatch = 'same' | 'near' | 'different'

function compareStreets(one: AddressLine, other: AddressLine): StreetMatch | undefined {
  if (one.street === '' || other.street === '') return undefined
  if (one.street === other.street) return 'same'
  if (one.numbers !== other.numbers) return 'different'
  if (one.names === other.names) return 'near'
  const longer = Math.max(one.names.length, other.names.length)
  if (1 - distance(one.names, other.names) / longer >= STREET_LIKENESS_MIN) return 'near'
  if (areSwapped(one.names, other.names)) return 'near'
  return holdsAll(one.names, other.names) || holdsAll(other.names, one.names) ? 'near' : 'different'
}

/** Two neighbouring letters changed places, and nothing else: `mian st`. */
function areSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let at = 0
  while (one[at] === other[at]) at++
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2)
}

/** `1 Main` beside `1 Main St`: every word of the shorter stands in the longer, and there is one. */
function holdsAll(longer: string, shorter: string): boolean {
  if (shorter === '') return false
  const words = longer.split(' ')
  return shorter.split(' ').every(word => words.includes(word))
}

const typed = { region: 'region', postcode: 'postalCode', city: 'city', name: 'name' } as const

/** Text typed alike, as in most payments, needs no normalising. */
function equalPart(one: AddressFacts, other: AddressFacts, part: keyof typeof typed): boolean | undefined {
  const text = one.raw[typed[part]]
  if (text === undefined) return undefined
  if (text === other.raw[typed[part]]) return says(text) ? true : undefined
  return equal(one[part], other[part])
}

/** Whether there is a letter or a digit; most texts begin with one of ASCII, and need no pattern. */
function says(text: string): boolean {
  const first = text.charCodeAt(0)
  const lower = first | 0x20
  return (lower >= 97 && lower <= 122) || (first >= 48 && first <= 57) || /[\p{L}\p{N}]/u.test(text)
}

function equal(one: string | undefined, other: string | undefined): boolean | undefined {
  return one === undefined || other === undefined ? undefined : one === other
}

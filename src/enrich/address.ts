import type { Address } from '../model/payment.ts'
import { type AddressLine, addressLine } from './address-line.ts'
import { fold, wordsOf } from './fold.ts'
import { regionCode } from './region-names.ts'
import { shortForm } from './street-words.ts'

/** An address in one form; each part is worked out on first use and is absent when it is empty. */
export class AddressFacts {
  readonly raw: Address
  private knownLine: AddressLine | undefined
  private knownText: string | undefined | null = null

  constructor(raw: Address) {
    this.raw = raw
  }

  get line(): AddressLine {
    this.knownLine ??= addressLine(this.raw.line1, this.raw.line2)
    return this.knownLine
  }

  get country(): string | undefined {
    return this.raw.country
  }

  /** Lower case, without spaces and hyphens; the four digits after a US ZIP code are dropped. */
  get postcode(): string | undefined {
    const raw = this.raw.postalCode
    if (raw === undefined) return undefined
    const code = /^[\da-z]+$/i.test(raw) ? raw.toLowerCase() : wordsOf(fold(raw)).join('')
    if (code.length === 9 && /^\d{9}$/.test(code) && (this.country ?? 'US') === 'US') return code.slice(0, 5)
    return code || undefined
  }

  get city(): string | undefined {
    const raw = this.raw.city
    return raw === undefined ? undefined : wordsOf(fold(raw)).map(shortForm).join(' ') || undefined
  }

  get region(): string | undefined {
    const raw = this.raw.region
    return raw === undefined ? undefined : regionCode(wordsOf(fold(raw)).join(' ')) || undefined
  }

  /** The words of the name, sorted: `doe joe`. */
  get name(): string | undefined {
    const raw = this.raw.name
    return raw === undefined ? undefined : wordsOf(fold(raw)).sort().join(' ') || undefined
  }

  /**
   * One line for counting on: street, unit, postcode (or city and region without one), country. The city is left out
   * beside a postcode, because a misspelt city still gets the parcel there. Absent without a street: a postcode alone is
   * shared by thousands.
   */
  get text(): string | undefined {
    if (this.knownText === null) this.knownText = this.write()
    return this.knownText
  }

  private write(): string | undefined {
    const { street, unit } = this.line
    if (street === '') return undefined
    let text = street
    if (unit !== '') text += ` unit ${unit}`
    const postcode = this.postcode
    if (postcode !== undefined) text += `, ${postcode}`
    else {
      if (this.city !== undefined) text += `, ${this.city}`
      if (this.region !== undefined) text += `, ${this.region}`
    }
    if (this.country !== undefined) text += `, ${this.country.toLowerCase()}`
    return text
  }
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressFacts } from '../../src/enrich/address.ts'
import { compareAddresses } from '../../src/enrich/address-match.ts'
import { fold, wordsOf } from '../../src/enrich/fold.ts'
import type { Address } from '../../src/model/payment.ts'
import { factsOf, read } from './payments.ts'

const home: Address = {
  name: 'Joe Doe',
  line1: '1 Main Street',
  line2: 'Apt 4',
  city: 'Austin',
  region: 'TX',
  postalCode: '73301',
  country: 'US',
}
const matchOf = (billing: Address | undefined, shipping: Address | undefined) =>
  read(factsOf({ ...(billing && { billing }), ...(shipping && { shipping }) }), 'address.match')

describe('address.match', () => {
  const cases: [string, Partial<Address>, string][] = [
    ['nothing changed', {}, 'same'],
    ['case, points and long forms', { line1: '1 MAIN ST.', line2: 'apartment 4' }, 'same'],
    ['one line instead of two', { line1: '1 Main St, #4', line2: undefined }, 'same'],
    ['unit joined', { line1: '1 Main St Apt4', line2: undefined }, 'same'],
    ['region written out', { region: 'Texas' }, 'same'],
    ['the long ZIP code', { postalCode: '73301-0002' }, 'same'],
    ['no region given', { region: undefined }, 'same'],
    ['middle name', { name: 'Joe M. Doe' }, 'minor'],
    ['another recipient', { name: 'Ann Lee' }, 'minor'],
    ['another unit', { line2: 'Apt 5' }, 'minor'],
    ['no unit', { line2: undefined }, 'minor'],
    ['a slip in the street', { line1: '1 Mian Street' }, 'minor'],
    ['no kind of street', { line1: '1 Main' }, 'minor'],
    ['words in another order', { line1: 'Main Street 1' }, 'minor'],
    ['a slip in the postcode', { postalCode: '73310' }, 'minor'],
    ['another spelling of the town', { city: 'Austin City' }, 'minor'],
    ['another house number', { line1: '11 Main Street' }, 'different'],
    ['another street', { line1: '1 Elm Street' }, 'different'],
    ['another country', { country: 'MX' }, 'different'],
    [
      'another town and postcode, street unknown',
      { line1: undefined, line2: undefined, city: 'Dallas', postalCode: '75001' },
      'different',
    ],
    [
      'another town, all else unknown',
      { line1: undefined, line2: undefined, city: 'Dallas', postalCode: undefined },
      'different',
    ],
    ['same street name and number in another town', { city: 'Dallas', postalCode: '75001' }, 'different'],
    [
      'only the country',
      {
        name: undefined,
        line1: undefined,
        line2: undefined,
        city: undefined,
        region: undefined,
        postalCode: undefined,
      },
      'same',
    ],
  ]
  it.each(cases)('%s: %#', (_what, change, expected) => expect(matchOf(home, { ...home, ...change })).toBe(expected))

  it.each<[string, Address | undefined, Address | undefined]>([
    ['no shipping', home, undefined],
    ['no billing', undefined, home],
    ['neither', undefined, undefined],
    ['empty', home, {}],
    ['only names', { name: 'Joe Doe' }, { name: 'Joe Doe' }],
  ])('%s is absent', (_what, billing, shipping) => expect(matchOf(billing, shipping)).toBe('absent'))

  it.each<[Partial<Address>, Partial<Address>]>([
    [
      { line1: 'Hauptstraße 5', line2: undefined },
      { line1: 'HAUPTSTR. 5', line2: undefined },
    ],
    [
      { line1: 'Rue de l’Église 12', line2: undefined },
      { line1: "12 rue de l'eglise", line2: undefined },
    ],
    [
      { line1: '12 N. W. 5th Avenue', line2: undefined },
      { line1: '12 Northwest Fifth Ave', line2: undefined },
    ],
    [{ city: 'Saint Louis' }, { city: 'St. Louis' }],
    [{ city: 'Kraków' }, { city: 'Krakow' }],
    [
      { line1: '東京都千代田区1-1', line2: undefined },
      { line1: '東京都千代田区1-1', line2: undefined },
    ],
    [
      { postalCode: 'SW1A 1AA', country: 'GB' },
      { postalCode: 'sw1a1aa', country: 'GB' },
    ],
  ])('%j and %j are one place', (one, other) => {
    expect(['same', 'minor']).toContain(matchOf({ ...home, ...one }, { ...home, ...other }))
  })

  it('says which part differs, and nothing of parts that one side lacks', () => {
    const facts = factsOf({ billing: home, shipping: { ...home, city: 'Dallas', region: undefined, name: 'Ann Lee' } })
    const part = (name: string) => read(facts, `address.same_${name}`)
    expect([part('country'), part('postcode'), part('street')]).toEqual([true, true, true])
    expect([part('city'), part('name'), part('region')]).toEqual([false, false, undefined])
  })
})

const word = fc.constantFrom(
  'Main',
  'St',
  'Street',
  'Apt',
  '4',
  '12b',
  'N',
  'W',
  '#',
  'Ste',
  'São',
  'Straße',
  "O'Neil",
  'PO',
  'Box',
  '5',
)
const line = fc.option(
  fc.array(word, { maxLength: 5 }).map(words => words.join(' ')),
  { nil: undefined },
)
const anyText = fc.option(fc.string({ unit: 'grapheme', maxLength: 10 }), { nil: undefined })
const address: fc.Arbitrary<Address> = fc.record({
  name: fc.oneof(line, anyText),
  line1: fc.oneof(line, anyText),
  line2: line,
  city: fc.oneof(fc.constantFrom('Austin', 'austin', 'St. Louis'), anyText),
  region: fc.constantFrom('TX', 'Texas', undefined),
  postalCode: fc.constantFrom('73301', '73301-1234', 'SW1A 1AA', undefined),
  country: fc.constantFrom('US', 'GB', undefined),
})

describe('address, for any address', () => {
  it('comparing is symmetric', () => {
    fc.assert(
      fc.property(address, address, (one, other) => {
        const there = compareAddresses(new AddressFacts(one), new AddressFacts(other))
        expect(compareAddresses(new AddressFacts(other), new AddressFacts(one))).toEqual(there)
      }),
      { numRuns: 2000 },
    )
  })

  it('an address is the same as itself, or absent when it is empty', () => {
    fc.assert(
      fc.property(address, one => {
        const found = compareAddresses(new AddressFacts(one), new AddressFacts({ ...one }))
        expect(['same', 'absent']).toContain(found.match)
        for (const [part, equal] of Object.entries(found)) if (part !== 'match') expect(equal).not.toBe(false)
      }),
    )
  })

  it('folding is idempotent and blind to case and accents', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(text, raw => fold(fold(raw)) === fold(raw)),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(text, raw => wordsOf(wordsOf(fold(raw)).join(' ')).join(' ') === wordsOf(fold(raw)).join(' ')),
      { numRuns: 2000 },
    )
    fc.assert(fc.property(fc.stringMatching(/^[a-zéüñ 0-9]*$/), raw => fold(raw.toUpperCase()) === fold(raw)))
  })

  it('the counted line depends on the place alone: not on case, the name, the town beside a postcode or line breaks', () => {
    fc.assert(
      fc.property(address, one => {
        const text = (changed: Address) => new AddressFacts(changed).text
        expect(text({ ...one, name: 'Somebody Else' })).toBe(text(one))
        if (one.postalCode !== undefined) expect(text({ ...one, city: 'Elsewhere', region: 'NV' })).toBe(text(one))
      }),
    )
    expect(new AddressFacts(home).text).toBe('1 main st unit 4, 73301, us')
    expect(new AddressFacts({ ...home, postalCode: undefined, region: 'Texas' }).text).toBe(
      '1 main st unit 4, austin, tx, us',
    )
    expect(new AddressFacts({ ...home, line1: undefined, line2: undefined }).text).toBeUndefined()
  })
})

describe('shipping signs', () => {
  const signOf = (line1: string, line2?: string, name?: string) =>
    read(
      factsOf({ billing: home, shipping: { line1, ...(line2 && { line2 }), ...(name && { name }) } }),
      'shipping.forwarder_sign',
    )
  it.each([
    ['9900 NE Sandy Blvd', 'Suite AB1234', undefined, 'suite-code'],
    ['144-54 156th Street', '# CJ-88321', undefined, 'suite-code'],
    ['8530 NW 72nd St', 'Unit 45021', undefined, 'suite-code'],
    ['4283 Express Lane', 'Suite 200', undefined, 'suite'],
    ['4283 Express Lane', 'Ste. B', undefined, 'suite'],
    ['12 Oak Ave', 'PMB 321', undefined, 'pmb'],
    ['12 Oak Ave', 'Private Mailbox 3', undefined, 'pmb'],
    ['12 Oak Ave', 'c/o Bill Smith', undefined, 'care-of'],
    ['12 Oak Ave', undefined, 'Joe Doe C/O Ann', 'care-of'],
    ['12 Oak Ave', 'care of Ann', undefined, 'care-of'],
    ['12 Oak Ave', undefined, 'Joe Doe Shipito', 'company'],
    ['Acme Freight Forwarders', '12 Oak Ave', undefined, 'company'],
    ['Planet Express', '12 Oak Ave', undefined, 'company'],
    ['Shop & Ship', '12 Oak Ave', undefined, 'company'],
  ])('%s, %s, %s: %s', (line1, line2, name, expected) => expect(signOf(line1, line2, name)).toBe(expected))

  it.each([
    ['12 Oak Ave', 'Apt 4', undefined],
    ['12 Oak Ave', 'Apt 1203', 'C. O. Smith', 'suite-code'],
    ['1 Cargo Road', undefined, undefined],
    ['1 Freight St', undefined, undefined],
    ['12 Suite Lane', undefined, undefined],
    ['12 Oak Ave', undefined, 'C. O. Smith'],
    ['12 Oak Ave', undefined, 'Carey Cooper'],
  ])('%s, %s, %s: %s', (line1, line2, name, expected = undefined) => expect(signOf(line1, line2, name)).toBe(expected))

  it('a suite that stands on the bill too is an office', () => {
    const office = { ...home, line2: 'Suite 200' }
    expect(read(factsOf({ billing: office, shipping: office }), 'shipping.forwarder')).toBe(false)
    expect(read(factsOf({ billing: home, shipping: office }), 'shipping.forwarder')).toBe(true)
    expect(read(factsOf({ shipping: office }), 'shipping.forwarder')).toBe(true)
    expect(read(factsOf({ billing: office }), 'shipping.forwarder')).toBeUndefined()
  })

  it.each([
    ['PO Box 12', true],
    ['P.O. Box 12', true],
    ['p o box 12', true],
    ['Post Office Box 12', true],
    ['POBox 7', true],
    ['Postfach 12 34', true],
    ['BP 123', true],
    ['Boîte postale 5', true],
    ['Caixa Postal 9', true],
    ['GPO Box 1', true],
    ['12 Box Hill Rd', false],
    ['1 Main St', false],
    ['Poboxton Lane 3', false],
    ['BP Station, Elm St', false],
  ])('post-office box: %s %s', (line1, expected) => {
    expect(read(factsOf({ shipping: { line1 } }), 'shipping.is_po_box')).toBe(expected)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { avsResult, cvcResult } from '../../src/enrich/card-check.ts'
import { zoneOfCountry } from '../../src/enrich/country-zones.ts'
import { hourIn, hourUtc, weekdayUtc } from '../../src/enrich/local-time.ts'
import { countryCode } from '../../src/model/country.ts'
import { factsOf, read } from './payments.ts'

const time = fc.integer({ min: Date.parse('1995-01-01T00:00Z'), max: Date.parse('2035-01-01T00:00Z') })

describe('card', () => {
  it.each([
    ['Y', 'match'],
    ['x', 'match'],
    ['A', 'partial'],
    ['Z', 'partial'],
    ['N', 'no-match'],
    ['U', 'not-checked'],
    ['pass', 'match'],
    ['FAIL', 'no-match'],
    ['unchecked', 'not-checked'],
    ['not checked', 'not-checked'],
    ['?', undefined],
    [undefined, undefined],
  ])('address check %s: %s', (code, expected) => expect(avsResult(code)).toBe(expected))

  it.each([
    ['M', 'match'],
    ['N', 'no-match'],
    ['P', 'not-checked'],
    ['pass', 'match'],
    ['fail', 'no-match'],
    ['unavailable', 'not-checked'],
    ['?', undefined],
  ])('security code check %s: %s', (code, expected) => expect(cvcResult(code)).toBe(expected))

  it('compares countries and says nothing when one is missing', () => {
    const facts = factsOf({
      card: { country: 'US', funding: 'Prepaid' },
      ip: '81.2.69.160',
      billing: { country: 'US' },
      shipping: { country: 'RO' },
    })
    expect(read(facts, 'card.country_matches_billing')).toBe(true)
    expect(read(facts, 'card.country_matches_shipping')).toBe(false)
    expect(read(facts, 'card.country_matches_ip')).toBe(false)
    expect(read(facts, 'ip.country_matches_billing')).toBe(false)
    expect(read(facts, 'card.prepaid')).toBe(true)
    const bare = factsOf({ card: { country: 'US' }, ip: '10.0.0.1' })
    for (const name of [
      'card.country_matches_billing',
      'card.country_matches_ip',
      'ip.country_matches_billing',
      'card.prepaid',
    ]) {
      expect(read(bare, name), name).toBeUndefined()
    }
  })
})

describe('time', () => {
  it('hour and weekday in UTC are those of Date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), at => {
        expect(hourUtc(at)).toBe(new Date(at).getUTCHours())
        expect(weekdayUtc(at)).toBe(
          new Date(at).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase(),
        )
      }),
    )
  })

  it('the local hour is that of Intl, whichever hour was asked for before', () => {
    const zones = fc.constantFrom(
      'Europe/London',
      'Asia/Kathmandu',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'UTC',
    )
    fc.assert(
      fc.property(
        zones,
        time,
        fc.array(fc.integer({ min: -7_200_000, max: 7_200_000 }), { maxLength: 5 }),
        (timeZone, start, shifts) => {
          for (const shift of [0, ...shifts]) {
            const slowly = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(
              start + shift,
            )
            expect(hourIn(timeZone, start + shift)).toBe(Number(slowly))
          }
        },
      ),
    )
    expect(hourIn('Mars/Olympus', 0)).toBeUndefined()
  })

  it('every listed country has a zone that Node knows, and is a country', () => {
    let found = 0
    for (let one = 65; one <= 90; one++) {
      for (let other = 65; other <= 90; other++) {
        const country = String.fromCharCode(one, other)
        const zone = zoneOfCountry(country)
        if (zone === undefined) continue
        found++
        expect(countryCode(country), country).toBe(country)
        expect(hourIn(zone, 0), zone).toBeDefined()
      }
    }
    expect(found).toBeGreaterThan(180)
  })

  it('goes by the address on the internet, else by the billing country, else says nothing', () => {
    const hour = (fields: Parameters<typeof factsOf>[0]) => read(factsOf(fields), 'local.hour')
    expect(hour({ ip: '81.2.69.160', billing: { country: 'JP' } })).toBe(10)
    expect(hour({ ip: '10.0.0.1', billing: { country: 'JP' } })).toBe(19)
    expect(hour({ billing: { country: 'US' } })).toBeUndefined()
    expect(hour({})).toBeUndefined()
  })

  it('age of the customer in days, never below zero', () => {
    const age = (createdAt: string) =>
      read(factsOf({ customer: { createdAtMs: Date.parse(createdAt) } }), 'customer.age_days')
    expect(age('2026-11-01T00:00:00Z')).toBe(20.42)
    expect(age('2026-11-21T10:15:30.123Z')).toBe(0)
    expect(age('2027-01-01T00:00:00Z')).toBe(0)
    expect(read(factsOf({}), 'customer.age_days')).toBeUndefined()
  })
})

describe('order', () => {
  it('sums up lines; a line without a quantity is one piece, a category twice is one', () => {
    const facts = factsOf({
      currency: 'EUR',
      order: {
        items: [
          { sku: 'A', category: 'jewelry', quantity: 2, unitPriceMinor: 1000 },
          { category: 'jewelry' },
          { sku: 'B', unitPriceMinor: 5000 },
        ],
      },
    })
    expect(read(facts, 'order.item_count')).toBe(3)
    expect(read(facts, 'order.quantity')).toBe(4)
    expect(read(facts, 'order.max_unit_price')).toBe(54.27)
    expect(read(facts, 'order.categories')).toEqual(['jewelry'])
    expect(read(facts, 'order.skus')).toEqual(['A', 'B'])
  })

  it('no items: nothing known; no prices: no price', () => {
    expect(read(factsOf({ order: { id: 'o' } }), 'order.item_count')).toBeUndefined()
    expect(read(factsOf({ order: { items: [] } }), 'order.item_count')).toBe(0)
    expect(read(factsOf({ order: { items: [{ sku: 'A' }] } }), 'order.max_unit_price')).toBeUndefined()
    expect(
      read(factsOf({ currency: 'CHF', order: { items: [{ unitPriceMinor: 5 }] } }), 'order.max_unit_price'),
    ).toBeUndefined()
  })
})

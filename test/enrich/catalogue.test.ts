import { describe, expect, it } from 'vitest'
import { CATALOGUE, factName, keyOf } from '../../src/enrich/catalogue.ts'
import { enrich } from '../../src/enrich/enrich.ts'
import { isGeoLoaded } from '../../src/enrich/geo.ts'
import { glossary } from '../../src/enrich/glossary.ts'
import { STANDARD_COLUMNS } from '../../src/velocity/plan.ts'
import { barePayment, factsOf, fullPayment, money, read } from './payments.ts'

const names = [...CATALOGUE.values()]

describe('catalogue', () => {
  it('reads nothing that was not asked for: the location tables stay unread', () => {
    const facts = enrich(fullPayment, money)
    for (const name of ['amount', 'email', 'ip', 'ip.network', 'ip.hosting', 'shipping.address', 'address.match'])
      read(facts, name)
    expect(isGeoLoaded()).toBe(false)
    expect(read(facts, 'ip.country')).toBe('GB')
    expect(isGeoLoaded()).toBe(true)
  })

  it('holds every standard column of the velocity logs', () => {
    for (const column of STANDARD_COLUMNS) expect(factName(column), column).toBeDefined()
  })

  it('names are words in lower snake case within dots, keyed by themselves', () => {
    for (const [name, row] of CATALOGUE) {
      expect(row.name).toBe(name)
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)?$/)
    }
  })

  it('helps in one sentence that starts with a capital and ends with a full stop', () => {
    for (const row of names) expect(row.help, row.name).toMatch(/^[A-Z][^|\n]+\.$/)
  })

  it('examples are values of the type they stand for', () => {
    for (const row of names) {
      const value: unknown = JSON.parse(row.example)
      expect(Array.isArray(value) ? 'texts' : typeof value === 'string' ? 'text' : typeof value, row.name).toBe(
        row.type,
      )
    }
  })

  it('a full payment has a value of the stated type for every name', () => {
    const facts = enrich(fullPayment, money)
    const missing: string[] = []
    for (const row of names) {
      const value = row.read(facts)
      if (value === undefined) missing.push(row.name)
      else
        expect(Array.isArray(value) ? 'texts' : typeof value === 'string' ? 'text' : typeof value, row.name).toBe(
          row.type,
        )
    }
    expect(missing).toEqual([])
  })

  it('a bare payment has the required fields, the clock and the absence of addresses, and nothing else', () => {
    const facts = enrich(barePayment, money)
    expect(names.filter(row => row.read(facts) !== undefined).map(row => row.name)).toEqual([
      'id',
      'occurred_at',
      'status',
      'amount',
      'amount_original',
      'currency',
      'hour_utc',
      'weekday',
      'address.match',
    ])
  })

  it('answers the same on every reading', () => {
    const facts = enrich(fullPayment, money)
    for (const row of names) expect(row.read(facts), row.name).toEqual(row.read(facts))
  })

  it('gives amounts in major units: own currency and base currency', () => {
    const facts = factsOf({ amountMinor: 1999, currency: 'EUR' })
    expect(read(facts, 'amount_original')).toBe(19.99)
    expect(read(facts, 'amount')).toBe(21.7)
    expect(read(factsOf({ amountMinor: 500, currency: 'CHF' }), 'amount')).toBeUndefined()
    expect(read(factsOf({ amountMinor: 1500, currency: 'JPY' }), 'amount_original')).toBe(1500)
  })

  it('counts on the key where there is one, else on the value as text', () => {
    const facts = factsOf({ ip: '2a00:1450:4001:81b::200e', customer: { email: 'J.Doe+x@GoogleMail.com' } })
    expect(keyOf(factName('ip')!, facts)).toBe('2a00:1450:4001:81b::/64')
    expect(keyOf(factName('email')!, facts)).toBe('jdoe@gmail.com')
    expect(keyOf(factName('amount')!, facts)).toBe('129.9')
    expect(keyOf(factName('device.id')!, facts)).toBeUndefined()
  })

  it('metadata: declared fields with their type, any field where nothing is declared, never an inherited one', () => {
    const facts = factsOf({ metadata: { campaign: 'fall', visits: 3 } })
    const declared = new Map([['visits', 'number' as const]])
    expect(factName('metadata.visits', declared)).toMatchObject({ type: 'number', from: 'payment' })
    expect(factName('metadata.visits', declared)!.read(facts)).toBe(3)
    expect(factName('metadata.campaign', declared)).toBeUndefined()
    expect(factName('metadata.campaign')!.read(facts)).toBe('fall')
    expect(factName('metadata.toString')!.read(facts)).toBeUndefined()
    expect(factName('amuont')).toBeUndefined()
  })

  it('docs/glossary.md is what the catalogue says', async () => {
    await expect(glossary()).toMatchFileSnapshot('../../docs/glossary.md')
  })
})

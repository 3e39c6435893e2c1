import { describe, expect, it } from 'vitest'
import { factName, keyOf } from '../../src/enrich/catalogue.ts'
import type { Payment } from '../../src/model/payment.ts'
import { factsOf, read } from './payments.ts'

const keyFor = (name: string, fields: Partial<Payment>) => keyOf(factName(name)!, factsOf(fields))
const emailKey = (email: string) => keyFor('email', { customer: { email } })

/** The rows of the catalogue of bad input that go on past the decoder; what it refuses is tested in its room. */
describe('bad input, enrichment', () => {
  it('bad input 33: IPv4 mapped into IPv6 is the IPv4 address, and private', () => {
    const facts = factsOf({ ip: '::ffff:10.0.0.1' })
    expect([read(facts, 'ip.version'), read(facts, 'ip.private'), read(facts, 'ip.network')]).toEqual([
      4,
      true,
      '10.0.0.0/24',
    ])
  })

  it.each([
    '127.1',
    '0177.0.0.1',
    '1.2.3.4 ',
    '1.2.3',
    '256.1.1.1',
    '1.2.3.04',
  ])('bad input 34: %s is no address', ip => {
    expect(factsOf({ ip }).ip).toBeUndefined()
    expect(keyFor('ip', { ip })).toBeUndefined()
  })

  it('bad input 34: the zone of an IPv6 address says nothing about it', () => {
    expect(read(factsOf({ ip: 'fe80::1%eth0' }), 'ip.scope')).toBe('link-local')
  })

  it.each([
    '10.1.2.3',
    '192.168.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.7',
    '2001:db8::1',
  ])('bad input 35: nothing is counted on %s', ip => {
    expect(keyFor('ip', { ip })).toBeUndefined()
    expect(keyFor('ip.network', { ip })).toBeUndefined()
    expect(read(factsOf({ ip }), 'ip')).toBe(ip)
  })

  it('bad input 36: addresses of one /64 count as one', () => {
    const one = keyFor('ip', { ip: '2a00:1450:4001:81b::200e' })
    expect(keyFor('ip', { ip: '2a00:1450:4001:81b:dead:beef:0:1' })).toBe(one)
    expect(keyFor('ip', { ip: '2a00:1450:4001:81c::200e' })).not.toBe(one)
  })

  it.each(['1.2.3.4, 5.6.7.8', '1.2.3.4,5.6.7.8'])('bad input 37: %s is no address', ip => {
    expect(keyFor('ip', { ip })).toBeUndefined()
  })

  it.each(['0.0.0.0', '::'])('bad input 38: %s is a placeholder, nothing is counted on it', ip => {
    expect(read(factsOf({ ip }), 'ip.scope')).toBe('placeholder')
    expect(keyFor('ip', { ip })).toBeUndefined()
  })

  it('bad input 39: a Cyrillic address has a punycode key of its own and is seen through', () => {
    const facts = factsOf({ customer: { email: 'joe@раура1.com' } })
    expect(keyFor('email', { customer: { email: 'joe@раура1.com' } })).toBe('joe@xn--1-7sba6dbr.com')
    expect(read(facts, 'email.homoglyphs')).toBe(true)
    expect(emailKey('joe@paypa1.com')).not.toBe(emailKey('joe@раура1.com'))
  })

  it('bad input 40: tags, case and dots make no new customer; the raw address is kept', () => {
    expect(new Set(['a+tag@gmail.com', 'A@GMAIL.com', 'a.@gmail.com'].map(emailKey))).toEqual(new Set(['a@gmail.com']))
    expect(read(factsOf({ customer: { email: 'A+tag@gmail.com' } }), 'customer.email')).toBe('A+tag@gmail.com')
  })

  it('bad input 43: İ and composed letters have one form', () => {
    expect(emailKey('İpek@example.com')).toBe(emailKey('i\u0307pek@example.com'))
    expect(emailKey('jose\u0301@example.com')).toBe(emailKey('JOSÉ@example.com'))
  })

  it('bad input 48: Kosovo, outside of the standard, compares like any country', () => {
    const facts = factsOf({ card: { country: 'XK' }, billing: { country: 'XK' } })
    expect(read(facts, 'card.country_matches_billing')).toBe(true)
    expect(read(facts, 'local.hour')).toBe(11)
  })
})

import { createRequire } from 'node:module'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { type Geo, geoOf } from '../../src/enrich/geo.ts'
import { dotted, parseIp } from '../../src/enrich/ip-address.ts'

interface Found {
  country: string
  region: string
  city: string
  timezone?: string
}
const library: { lookup(address: string): Found | null } = createRequire(import.meta.url)('geoip-lite')

const askLibrary = (text: string): Geo => {
  const found = library.lookup(text)
  const { country, region, city, timezone } = found ?? {}
  return {
    country: country || undefined,
    region: region || undefined,
    city: city || undefined,
    timeZone: timezone || undefined,
  }
}
const ask = (text: string): Geo => geoOf(parseIp(text)!)

const word = fc.integer({ min: 0, max: 0xffff })
const isPrivate = (v4: number): boolean => v4 >>> 24 === 10 || v4 >>> 20 === 0xac1 || v4 >>> 16 === 0xc0a8 // geoip-lite answers nothing for these by itself

describe('geo', () => {
  it('says of IPv4 addresses what geoip-lite says', () => {
    const address = fc.tuple(word, word).map(([high, low]) => high * 0x10000 + low)
    fc.assert(
      fc.property(
        address.filter(v4 => !isPrivate(v4)),
        v4 => {
          expect(ask(dotted(v4))).toEqual(askLibrary(dotted(v4)))
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('says of IPv6 addresses what geoip-lite says', () => {
    // Most of the space is empty: the blocks that the registries hand out begin with these.
    const first = fc.constantFrom(0x2001, 0x2400, 0x2404, 0x2600, 0x2605, 0x2804, 0x2a00, 0x2a02, 0x2a0d, 0x2c0f)
    fc.assert(
      fc.property(first, fc.array(word, { minLength: 7, maxLength: 7 }), (high, rest) => {
        const text = new ipaddr.IPv6([high, ...rest]).toString()
        expect(ask(text)).toEqual(askLibrary(text))
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    '0.0.0.0',
    '1.0.0.0',
    '223.255.255.255',
    '255.255.255.255',
    '::',
    '2001:db8::',
    'ffff::',
  ])('at the edge: %s', text => {
    expect(ask(text)).toEqual(askLibrary(text))
  })
})

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
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
const require = createRequire(import.meta.url)
const library: { lookup(address: string): Found | null } = require('geoip-lite')

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
const ask = (text: string): Geo => {
  const { country, region, city, timeZone } = geoOf(parseIp(text)!)
  return { country, region, city, timeZone }
}

const word = fc.integer({ min: 0, max: 0xffff })
const isPrivate = (v4: number): boolean => v4 >>> 24 === 10 || v4 >>> 20 === 0xac1 || v4 >>> 16 === 0xc0a8 // geoip-lite answers nothing for these by itself

/** Wide ranges of the table with narrower ones inside, by their /64s: geoip-lite answers with whichever its search meets. */
function rangesWithOthersInside(): { first: bigint; last: bigint }[] {
  const table = readFileSync(join(dirname(require.resolve('geoip-lite/package.json')), 'data', 'geoip-city6.dat'))
  const found: { first: bigint; last: bigint }[] = []
  const rowBytes = 48
  for (let at = 0; at + rowBytes < table.length; at += rowBytes) {
    const last = table.readBigUInt64BE(at + 16)
    if (table.readBigUInt64BE(at + rowBytes) <= last) found.push({ first: table.readBigUInt64BE(at), last })
  }
  return found
}

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
      { numRuns: 2000 },
    )
  })

  it('says of IPv6 addresses what geoip-lite says', () => {
    // Most of the space is empty: the blocks that the registries hand out begin with these.
    const first = fc.constantFrom(0x2001, 0x2400, 0x2404, 0x2600, 0x2605, 0x2804, 0x2a00, 0x2a02, 0x2a0d, 0x2c0f)
    const unclear = rangesWithOthersInside()
    fc.assert(
      fc.property(first, fc.array(word, { minLength: 7, maxLength: 7 }), (high, rest) => {
        const text = new ipaddr.IPv6([high, ...rest]).toString()
        const network = [high, ...rest.slice(0, 3)].reduce((bits, part) => (bits << 16n) | BigInt(part), 0n)
        fc.pre(!unclear.some(range => range.first <= network && network <= range.last))
        expect(ask(text)).toEqual(askLibrary(text))
      }),
      { numRuns: 2000 },
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

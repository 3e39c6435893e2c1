import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { parseIpv4, readIp } from '../../src/decode/read-ip.ts'
import { newReading } from '../../src/decode/reading.ts'

const nearlyIpv4 = fc
  .array(fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '00', '01', ' 1', '1e1', '-1')), {
    minLength: 3,
    maxLength: 5,
  })
  .map(parts => parts.join('.'))

test('IPv4 is what Node takes for IPv4', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV4Extended(), nearlyIpv4, fc.string()), text => {
      expect(parseIpv4(text) >= 0).toBe(isIPv4(text))
    }),
    { numRuns: 2_000 },
  )
})

test('addresses are public here exactly when they are unicast to ipaddr.js', () => {
  const block = fc.constantFrom(
    '10.',
    '100.',
    '127.',
    '169.254.',
    '172.',
    '192.0.',
    '192.168.',
    '198.',
    '198.18.',
    '198.51.100.',
    '192.88.99.',
    '172.16.',
    '100.64.',
    '203.0.113.',
    '224.',
    '',
  )
  const address = fc.tuple(block, fc.ipV4()).map(([start, rest]) => (start + rest).split('.').slice(0, 4).join('.'))
  fc.assert(
    fc.property(address, text => {
      const reading = newReading()
      expect(readIp(text, reading)).toBe(text)
      // Two anycast services on the public net that the library names on their own.
      const range = ipaddr.IPv4.parse(text).range()
      expect(reading.warnings === undefined, `${text} ${range}`).toBe(
        range === 'unicast' || range === 'as112' || range === 'amt',
      )
    }),
    { numRuns: 2_000 },
  )
})

test('IPv6 comes out in one form, whatever form it came in', () => {
  fc.assert(
    fc.property(fc.ipV6(), text => {
      if (!isIPv6(text)) return
      const once = readIp(text, newReading())
      const parsed = ipaddr.IPv6.parse(text)
      expect(readIp(parsed.toNormalizedString().toUpperCase(), newReading())).toBe(once)
      if (once?.includes(':')) expect(ipaddr.IPv6.parse(once).parts).toEqual(parsed.parts)
    }),
    { numRuns: 1_000 },
  )
})

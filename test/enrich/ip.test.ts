import { isIPv4 } from 'node:net'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { HOSTING_RANGES_IPV4, HOSTING_RANGES_IPV6 } from '../../src/enrich/hosting-ranges.ts'
import { ipFacts } from '../../src/enrich/ip.ts'
import { dotted, parseIp, parseIpv4 } from '../../src/enrich/ip-address.ts'
import { factsOf, read } from './payments.ts'

const octet = fc.nat(255)
const ipv4 = fc.tuple(octet, octet, octet, octet).map(parts => parts.join('.'))
const group = fc.nat(0xffff)
const groups = fc.array(group, { minLength: 8, maxLength: 8 })
const textOf = (parts: number[]) => new ipaddr.IPv6(parts).toRFC5952String()

describe('ip', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['0.0.0.0', 'placeholder'],
    ['0.1.2.3', 'reserved'],
    ['10.0.0.1', 'private'],
    ['100.63.255.255', 'public'],
    ['100.64.0.0', 'carrier'],
    ['100.127.255.255', 'carrier'],
    ['100.128.0.0', 'public'],
    ['127.0.0.1', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['172.15.255.255', 'public'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['192.0.0.1', 'reserved'],
    ['192.0.2.1', 'documentation'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'reserved'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.7', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['::', 'placeholder'],
    ['::1', 'loopback'],
    ['::2', 'reserved'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::8.8.8.8', 'public'],
    ['64:ff9b::c0a8:101', 'private'],
    ['100::1', 'reserved'],
    ['2001:db8::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['2a00:1450:4001:81b::200e', 'public'],
    ['fc00::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'private'],
    ['ff02::1', 'multicast'],
  ])('%s is %s', (ip, scope) => {
    const facts = factsOf({ ip })
    expect(read(facts, 'ip.scope')).toBe(scope)
    expect(read(facts, 'ip.private')).toBe(scope !== 'public')
    expect(facts.ip!.key === undefined).toBe(scope !== 'public')
    if (scope !== 'public') expect(read(facts, 'ip.country')).toBeUndefined()
  })

  it('locates', () => {
    const facts = factsOf({ ip: '81.2.69.160' })
    expect(read(facts, 'ip.country')).toBe('GB')
    expect(read(facts, 'ip.region')).toBe('ENG')
    expect(read(facts, 'ip.time_zone')).toBe('Europe/London')
    expect(read(facts, 'ip.network')).toBe('81.2.69.0/24')
    expect(read(facts, 'ip.version')).toBe(4)
    expect(read(factsOf({ ip: '2a00:1450:4001:81b::200e' }), 'ip.country')).toBe('DE')
    expect(read(factsOf({ ip: '::ffff:81.2.69.160' }), 'ip.country')).toBe('GB')
  })

  it('reads IPv4 as the operating system does', () => {
    fc.assert(fc.property(ipv4, text => dotted(parseIpv4(text)) === text))
    const nearly = fc.stringMatching(/^[0-9.x ]{0,16}$/)
    fc.assert(
      fc.property(fc.oneof(nearly, ipv4), text => parseIpv4(text) >= 0 === isIPv4(text)),
      { numRuns: 2000 },
    )
  })

  it('the key of IPv6 is the same throughout a /64 and another one outside of it', () => {
    fc.assert(
      fc.property(groups, groups, fc.nat(2), (start, other, changed) => {
        const one = [0x2a00, ...start.slice(1)]
        const sameNetwork = [...one.slice(0, 4), ...other.slice(4)]
        const keyOf = (parts: number[]) => ipFacts(textOf(parts))!.key
        expect(keyOf(sameNetwork)).toBe(keyOf(one))
        const elsewhere = one.with(changed + 1, one[changed + 1]! ^ 1)
        expect(keyOf(elsewhere)).not.toBe(keyOf(one))
      }),
    )
  })

  it('an IPv4 address carried in IPv6 is that address', () => {
    fc.assert(
      fc.property(ipv4, text => {
        const plain = ipFacts(text)!
        for (const carried of [`::ffff:${text}`, `64:ff9b::${text}`]) {
          const facts = ipFacts(carried)!
          expect([facts.version, facts.scope, facts.key, facts.network]).toEqual([
            4,
            plain.scope,
            plain.key,
            plain.network,
          ])
        }
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:.%]{0,30}$/)), text => void parseIp(text)),
      { numRuns: 2000 },
    )
  })
})

describe('hosting', () => {
  const cidrs = `${HOSTING_RANGES_IPV4} ${HOSTING_RANGES_IPV6}`.trim().split(/\s+/)
  const parsed = cidrs.map(cidr => ipaddr.parseCIDR(cidr))
  const slowly = (text: string) => {
    const address = ipaddr.parse(text)
    return parsed.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
  }

  it('every listed range is written well: a public network whose host bits are zero, at most /32 for IPv6', () => {
    for (const [at, [network, bits]] of parsed.entries()) {
      const bytes = network.toByteArray()
      const hostBits = bytes.flatMap((byte, index) =>
        Array.from({ length: 8 }, (_, bit) => [index * 8 + bit, (byte >> (7 - bit)) & 1] as const),
      )
      expect(
        hostBits.filter(([place, bit]) => place >= bits && bit === 1),
        cidrs[at],
      ).toEqual([])
      if (network.kind() === 'ipv6') expect(bits).toBeLessThanOrEqual(32)
      expect(ipFacts(network.toString())!.scope, cidrs[at]).toBe('public')
    }
  })

  it('finds what a slow look through the list finds', () => {
    const edges = fc
      .tuple(fc.nat(parsed.length - 1), fc.constantFrom(-1, 0, 1), fc.boolean())
      .map(([index, shift, last]) => {
        const [network, bits] = parsed[index]!
        if (network.kind() === 'ipv6') return network.toString()
        const start = parseIpv4(network.toString())
        return dotted((start + (last ? 2 ** (32 - bits) - 1 : 0) + shift) >>> 0)
      })
    fc.assert(
      fc.property(fc.oneof(ipv4, edges), text => ipFacts(text)!.hosting === slowly(text)),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['54.170.1.1', true],
    ['167.99.241.66', true],
    ['85.10.199.76', true],
    ['2a01:4f8:1::1', true],
    ['2600:1901::1', true],
    ['81.2.69.160', false],
    ['10.0.0.1', false],
  ])('%s: %s', (ip, hosting) => {
    expect(read(factsOf({ ip }), 'ip.hosting')).toBe(hosting)
  })
})

import { isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'
import { trimmed } from './read-text.ts'
import { type Reading, warn } from './reading.ts'

/**
 * One IP address in canonical form: IPv4 with four plain decimal numbers, IPv6 as in RFC 5952 without a zone, an IPv4
 * address mapped into IPv6 as IPv4. Old spellings that other software reads as something else (127.1, 0177.0.0.1), lists and
 * the empty address count as absent: the first hop of a list is whatever the sender wrote.
 */
export function readIp(raw: string | null | undefined, reading: Reading): string | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined
  const four = parseIpv4(raw)
  if (four >= 0) return checkedIpv4(raw, four, reading)
  if (raw.includes(':')) return readIpv6(raw, reading)
  if (trimmed(raw) !== undefined) warn(reading, 'ip-ignored')
  return undefined
}

/** The address as a number below 2^32, or -1. Four numbers up to 255 without leading zeros and nothing else. */
export function parseIpv4(text: string): number {
  if (text.length < 7 || text.length > 15) return -1
  let address = 0
  let part = -1
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return -1
      part = part < 0 ? digit : part * 10 + digit
      if (part > 255) return -1
    } else if (digit === -2 && part >= 0 && parts < 3) {
      address = address * 256 + part
      part = -1
      parts++
    } else return -1
  }
  return parts === 3 && part >= 0 ? address * 256 + part : -1
}

function checkedIpv4(text: string, address: number, reading: Reading): string | undefined {
  if (address === 0) {
    warn(reading, 'ip-ignored')
    return undefined
  }
  if (!isPublicIpv4(address)) warn(reading, 'ip-not-public')
  return text
}

/** First address and length of each block that the IANA IPv4 special-purpose registry keeps from public use (RFC 6890). */
const RESERVED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
].map(block => {
  const [address, bits] = block.split('/')
  const first = parseIpv4(address!)
  return { first, last: first + 2 ** (32 - Number(bits)) - 1, octet: first >>> 24 }
})

/** By first octet, so that most addresses are settled by one look. */
const reservedByOctet = Array.from({ length: 256 }, (_, octet) =>
  RESERVED_IPV4.filter(({ first, last }) => octet >= first >>> 24 && octet <= last >>> 24),
)

function isPublicIpv4(address: number): boolean {
  for (const { first, last } of reservedByOctet[address >>> 24]!) if (address >= first && address <= last) return false
  return true
}

function readIpv6(raw: string, reading: Reading): string | undefined {
  const zone = raw.indexOf('%')
  const text = zone < 0 ? raw : raw.slice(0, zone)
  if (!isIPv6(text)) {
    warn(reading, 'ip-ignored')
    return undefined
  }
  const address = ipaddr.IPv6.parse(text)
  if (address.isIPv4MappedAddress()) {
    const four = address.toIPv4Address().toString()
    return checkedIpv4(four, parseIpv4(four), reading)
  }
  if (address.parts.every(part => part === 0)) {
    warn(reading, 'ip-ignored')
    return undefined
  }
  if (address.range() !== 'unicast') warn(reading, 'ip-not-public')
  return address.toRFC5952String()
}

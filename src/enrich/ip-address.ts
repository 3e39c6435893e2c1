import { isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** `v4` is the address as a whole number; `v6` its eight 16-bit groups. */
export type IpAddress = { version: 4; v4: number } | { version: 6; v6: readonly number[] }

/**
 * Reads an address strictly: four plain decimal numbers, or IPv6 as the operating system takes it, without its zone.
 * IPv4 carried inside IPv6 (mapped `::ffff:1.2.3.4`, and NAT64 `64:ff9b::1.2.3.4` of RFC 6052) is that IPv4 address:
 * otherwise the whole IPv4 internet would share one /64. Undefined when it is no address.
 */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const v4 = parseIpv4(text)
    return v4 < 0 ? undefined : { version: 4, v4 }
  }
  const zone = text.indexOf('%')
  const bare = zone < 0 ? text : text.slice(0, zone)
  if (!isIPv6(bare)) return undefined
  const v6 = ipaddr.IPv6.parse(bare).parts
  return carriesIpv4(v6) ? { version: 4, v4: v6[6]! * 0x10000 + v6[7]! } : { version: 6, v6 }
}

/** The /24 of an IPv4 or the /64 of an IPv6 address, in canonical text (RFC 5952). */
export function networkText(address: IpAddress): string {
  if (address.version === 4) return `${dotted(address.v4 - (address.v4 % 256))}/24`
  return `${new ipaddr.IPv6([...address.v6.slice(0, 4), 0, 0, 0, 0]).toRFC5952String()}/64`
}

export function dotted(v4: number): string {
  return `${v4 >>> 24}.${(v4 >>> 16) & 255}.${(v4 >>> 8) & 255}.${v4 & 255}`
}

/** Minus one when it is not strictly `d.d.d.d`: no octal, no leading zeros, no missing parts. */
export function parseIpv4(text: string): number {
  let value = 0
  let part = -1
  let dots = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46) {
      if (part < 0 || ++dots > 3) return -1
      value = value * 256 + part
      part = -1
    } else if (code >= 48 && code <= 57) {
      if (part === 0) return -1
      part = part < 0 ? code - 48 : part * 10 + code - 48
      if (part > 255) return -1
    } else return -1
  }
  return dots === 3 && part >= 0 ? value * 256 + part : -1
}

function carriesIpv4(v6: readonly number[]): boolean {
  if (v6[2] !== 0 || v6[3] !== 0 || v6[4] !== 0) return false
  const mapped = v6[0] === 0 && v6[1] === 0 && v6[5] === 0xffff
  const nat64 = v6[0] === 0x64 && v6[1] === 0xff9b && v6[5] === 0
  return mapped || nat64
}

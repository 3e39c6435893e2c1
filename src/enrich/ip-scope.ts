import type { IpAddress } from './ip-address.ts'

/** Only a `public` address says where a customer is; every other one is shared by strangers or means nothing. */
export type IpScope =
  | 'public'
  | 'private'
  | 'carrier'
  | 'loopback'
  | 'link-local'
  | 'documentation'
  | 'multicast'
  | 'reserved'
  | 'placeholder'

/** Kinds of addresses after the IANA special-purpose address registries (RFC 6890 and its updates). */
export function scopeOf(address: IpAddress): IpScope {
  return address.version === 4 ? scopeOfIpv4(address.v4) : scopeOfIpv6(address.v6)
}

function scopeOfIpv4(v4: number): IpScope {
  const [a, b, c] = [v4 >>> 24, (v4 >>> 16) & 255, (v4 >>> 8) & 255]
  if (a >= 224) return a < 240 ? 'multicast' : 'reserved'
  switch (a) {
    case 0:
      return v4 === 0 ? 'placeholder' : 'reserved'
    case 10:
      return 'private'
    case 100:
      return b >= 64 && b < 128 ? 'carrier' : 'public'
    case 127:
      return 'loopback'
    case 169:
      return b === 254 ? 'link-local' : 'public'
    case 172:
      return b >= 16 && b < 32 ? 'private' : 'public'
    case 192:
      if (b === 168) return 'private'
      if (b === 0 && c === 2) return 'documentation'
      return (b === 0 && c === 0) || (b === 88 && c === 99) ? 'reserved' : 'public'
    case 198:
      if (b === 51 && c === 100) return 'documentation'
      return b === 18 || b === 19 ? 'reserved' : 'public'
    case 203:
      return b === 0 && c === 113 ? 'documentation' : 'public'
    default:
      return 'public'
  }
}

function scopeOfIpv6(v6: readonly number[]): IpScope {
  const first = v6[0]!
  const second = v6[1]!
  if (first === 0) {
    for (let at = 1; at < 7; at++) if (v6[at] !== 0) return 'reserved'
    return v6[7] === 0 ? 'placeholder' : v6[7] === 1 ? 'loopback' : 'reserved'
  }
  if (first >= 0xff00) return 'multicast'
  if (first >= 0xfec0) return 'private'
  if (first >= 0xfe80) return 'link-local'
  if (first >= 0xfc00 && first < 0xfe00) return 'private'
  if (first < 0x2000 || first > 0x3fff) return 'reserved'
  if (first === 0x2001 && second === 0x0db8) return 'documentation'
  if (first === 0x3fff && second < 0x1000) return 'documentation'
  if (first === 0x2001 && second === 2 && v6[2] === 0) return 'reserved'
  return 'public'
}

import { HOSTING_RANGES_IPV4, HOSTING_RANGES_IPV6 } from './hosting-ranges.ts'
import { type IpAddress, parseIp, parseIpv4 } from './ip-address.ts'

/** Sorted, merged ranges: an address is inside when it lies between a start and the end at the same index. */
interface Ranges {
  starts: Uint32Array
  ends: Uint32Array
}

let ipv4: Ranges | undefined
let ipv6: Ranges | undefined

/** IPv6 is compared by its first 32 bits, which no listed prefix exceeds. */
export function isHosting(address: IpAddress): boolean {
  if (address.version === 4) {
    ipv4 ??= readRanges(HOSTING_RANGES_IPV4, text => parseIpv4(text))
    return isInside(ipv4, address.v4)
  }
  ipv6 ??= readRanges(HOSTING_RANGES_IPV6, text => first32(parseIp(text)!))
  return isInside(ipv6, first32(address))
}

function first32(address: IpAddress): number {
  return address.version === 6 ? address.v6[0]! * 0x10000 + address.v6[1]! : 0
}

function readRanges(text: string, numberOf: (address: string) => number): Ranges {
  const ranges = text
    .trim()
    .split(/\s+/)
    .map(cidr => {
      const [address, bits] = cidr.split('/')
      const size = 2 ** (32 - Number(bits))
      const start = Math.floor(numberOf(address!) / size) * size
      return { start, end: start + size - 1 }
    })
    .sort((one, other) => one.start - other.start)
  const merged: { start: number; end: number }[] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (last !== undefined && range.start <= last.end + 1) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return {
    starts: Uint32Array.from(merged, range => range.start),
    ends: Uint32Array.from(merged, range => range.end),
  }
}

function isInside(ranges: Ranges, value: number): boolean {
  let low = 0
  let high = ranges.starts.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (ranges.starts[middle]! > value) high = middle - 1
    else if (ranges.ends[middle]! < value) low = middle + 1
    else return true
  }
  return false
}

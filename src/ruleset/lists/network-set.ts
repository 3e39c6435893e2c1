import ipaddr from 'ipaddr.js'

/** Networks in CIDR form. One map per prefix length, so that asking costs a look-up per length in use, not per network. */
export class NetworkSet {
  /** `4/24` → first bytes of the network → when it ends (Infinity: never). */
  private readonly byLength = new Map<string, Map<string, number>>()
  size = 0

  static isNetwork(text: string): boolean {
    return ipaddr.isValidCIDR(text)
  }

  add(network: string, expiresMs = Number.POSITIVE_INFINITY): boolean {
    const [address, bits] = ipaddr.parseCIDR(network)
    const bytes = address.toByteArray()
    const key = `${bytes.length}/${bits}`
    let networks = this.byLength.get(key)
    if (networks === undefined) {
      networks = new Map()
      this.byLength.set(key, networks)
    }
    const prefix = prefixOf(bytes, bits)
    if (networks.has(prefix)) return false
    networks.set(prefix, expiresMs)
    this.size++
    return true
  }

  /** Takes an address that is known to be one. */
  has(address: string, atMs: number): boolean {
    const bytes = ipaddr.process(address).toByteArray()
    for (const [key, networks] of this.byLength) {
      const slash = key.indexOf('/')
      if (Number(key.slice(0, slash)) !== bytes.length) continue
      const end = networks.get(prefixOf(bytes, Number(key.slice(slash + 1))))
      if (end !== undefined && atMs < end) return true
    }
    return false
  }
}

/** The first `bits` bits, as text. */
function prefixOf(bytes: readonly number[], bits: number): string {
  const whole = bits >> 3
  let prefix = bytes.slice(0, whole).join('.')
  const rest = bits & 7
  if (rest > 0) prefix += `.${bytes[whole]! & (0xff << (8 - rest))}`
  return prefix
}

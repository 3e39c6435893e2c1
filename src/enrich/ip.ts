import { ownCopy } from '../model/own-copy.ts'
import { type Geo, geoOf, nowhere } from './geo.ts'
import { isHosting } from './hosting.ts'
import { dotted, type IpAddress, networkText, parseIp } from './ip-address.ts'
import { type IpScope, scopeOf } from './ip-scope.ts'
import { TwoGenerationMap } from './two-generation-map.ts'

/** What an IP address tells. Location, network and hosting are looked up on first use and then kept. */
export class IpFacts {
  readonly version: 4 | 6
  readonly scope: IpScope
  private readonly address: IpAddress
  private readonly text: string
  private knownGeo: Geo | undefined
  private knownNetwork: string | undefined
  private knownHosting: boolean | undefined

  constructor(text: string, address: IpAddress) {
    this.address = address
    this.text = address.version === 4 ? dotted(address.v4) : text
    this.version = address.version
    this.scope = scopeOf(address)
  }

  get isPublic(): boolean {
    return this.scope === 'public'
  }

  /** The /24 of IPv4, the /64 of IPv6: `81.2.69.0/24`, `2a00:1450:4001:81b::/64`. */
  get network(): string {
    this.knownNetwork ??= networkText(this.address)
    return this.knownNetwork
  }

  /**
   * What velocities count on: the address of IPv4, the /64 of IPv6 because its owner can change the rest at will, and
   * nothing for addresses that many strangers share.
   */
  get key(): string | undefined {
    if (!this.isPublic) return undefined
    return this.version === 4 ? this.text : this.network
  }

  get geo(): Geo {
    this.knownGeo ??= this.isPublic ? geoOf(this.address) : nowhere
    return this.knownGeo
  }

  /** True inside the published ranges of the large clouds and hosters. The list is partial: false proves nothing. */
  get hosting(): boolean {
    this.knownHosting ??= isHosting(this.address)
    return this.knownHosting
  }
}

const cache = new TwoGenerationMap<IpFacts>(8192)

/** Undefined when the text is no address. Answers for the latest addresses are kept (at most 16,384). */
export function ipFacts(text: string): IpFacts | undefined {
  const known = cache.get(text)
  if (known !== undefined) return known
  const address = parseIp(text)
  if (address === undefined) return undefined
  const facts = new IpFacts(ownCopy(text), address)
  cache.set(text, facts)
  return facts
}

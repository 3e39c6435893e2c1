import { NO_PLACE } from '../geo/geo-ranges.ts'
import { type GeoTables, readGeoTables } from '../geo/geo-tables.ts'
import type { IpAddress } from './ip-address.ts'

/** Where an address is thought to be; anything unknown is absent. */
export interface Geo {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | undefined
  /** ISO 3166-2 without the country: `TX`, `ENG`. */
  readonly region: string | undefined
  readonly city: string | undefined
  /** IANA name: `Europe/London`. */
  readonly timeZone: string | undefined
}

const PLACE_BYTES = 88

export const nowhere: Geo = { country: undefined, region: undefined, city: undefined, timeZone: undefined }
let loaded: GeoTables | undefined

/**
 * Reads the location tables: about 40 MB in memory, less than half a second. `run` calls this at its start so that no
 * payment waits for it; otherwise the first question does it.
 */
export function loadGeo(): void {
  loaded ??= readGeoTables()
}

export function isGeoLoaded(): boolean {
  return loaded !== undefined
}

/** What the tables of geoip-lite say; about 1 µs, so answers are kept by the caller. */
export function geoOf(address: IpAddress): Geo {
  loadGeo()
  const { ipv4, ipv6, places } = loaded!
  const place =
    address.version === 4
      ? ipv4.placeOf(address.v4, 0)
      : ipv6.placeOf(address.v6[0]! * 0x10000 + address.v6[1]!, address.v6[2]! * 0x10000 + address.v6[3]!)
  return place === NO_PLACE ? nowhere : new Place(places, place * PLACE_BYTES)
}

/** A row of the table. Nearly everybody asks for the country and hardly anybody for the rest, so that is read when asked. */
class Place implements Geo {
  readonly country: string | undefined
  private readonly places: Buffer
  private readonly at: number

  constructor(places: Buffer, at: number) {
    this.places = places
    this.at = at
    this.country = textAt(places, at, 2)
  }

  get region(): string | undefined {
    return textAt(this.places, this.at + 2, 3)
  }

  get timeZone(): string | undefined {
    return textAt(this.places, this.at + 10, 32)
  }

  get city(): string | undefined {
    return textAt(this.places, this.at + 42, 46)
  }
}

function textAt(bytes: Buffer, start: number, length: number): string | undefined {
  let end = start
  while (end < start + length && bytes[end] !== 0) end++
  return end === start ? undefined : bytes.toString('utf8', start, end)
}

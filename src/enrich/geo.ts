import { createRequire } from 'node:module'

/** Where an address is thought to be; anything unknown is absent. */
export interface Geo {
  /** ISO 3166-1 alpha-2, upper case. */
  country: string | undefined
  /** ISO 3166-2 without the country: `TX`, `ENG`. */
  region: string | undefined
  city: string | undefined
  /** IANA name: `Europe/London`. */
  timeZone: string | undefined
}

interface GeoLookup {
  lookup(address: string): { country: string; region: string; city: string; timezone?: string } | null
}

export const nowhere: Geo = { country: undefined, region: undefined, city: undefined, timeZone: undefined }
let loaded: GeoLookup | undefined

/**
 * Reads the location tables, about 150 MB and most of a second. `run` calls this at its start so that no payment waits
 * for it; otherwise the first question does it.
 */
export function loadGeo(): void {
  loaded ??= createRequire(import.meta.url)('geoip-lite') as GeoLookup
}

/** Asks the tables of geoip-lite; about 4 µs, so answers are kept by the caller. `address` in canonical text. */
export function geoOf(address: string): Geo {
  loadGeo()
  const found = loaded!.lookup(address)
  if (found === null) return nowhere
  return {
    country: found.country || undefined,
    region: found.region || undefined,
    city: found.city || undefined,
    timeZone: found.timezone || undefined,
  }
}

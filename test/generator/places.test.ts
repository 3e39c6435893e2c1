import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { isHosting } from '../../src/enrich/hosting.ts'
import { parseIp } from '../../src/enrich/ip-address.ts'
import { ABROAD, COUNTRIES, HOSTING, PLACES } from '../../src/generator/places.ts'
import { minorDigits } from '../../src/model/money.ts'

const geoip: { lookup(ip: string): { country: string } | null } = createRequire(import.meta.url)('geoip-lite')

describe('networks lie where the table says', () => {
  test.each([...PLACES, ...ABROAD].map(row => [row.country, row.networks] as const))('%s %s', (country, networks) => {
    for (const network of networks) {
      for (const ip of [`${network}.0.1`, `${network}.77.200`, `${network}.128.3`, `${network}.255.254`]) {
        expect(geoip.lookup(ip)?.country, ip).toBe(country)
        expect(isHosting(parseIp(ip)!), ip).toBe(false)
      }
    }
  })

  test.each(PLACES.map(row => [row.country, row.network6] as const))('%s %s::/32', (country, network6) => {
    for (const rest of ['::1', ':1234:5678:9:a:b:c', ':ffff:ffff:1:1:1:1']) {
      expect(geoip.lookup(`${network6}${rest}`)?.country).toBe(country)
    }
  })
})

test('every place is in a country of the table, and minor digits are those of ISO 4217', () => {
  for (const place of PLACES) expect(Object.keys(COUNTRIES)).toContain(place.country)
  for (const country of Object.values(COUNTRIES)) expect(minorDigits(country.currency)).toBe(country.minorDigits)
})

test('hosting networks are ones that the enrich room knows', () => {
  for (const { networks } of HOSTING) {
    for (const network of networks) expect(isHosting(parseIp(`${network}.30.9`)!), network).toBe(true)
  }
})

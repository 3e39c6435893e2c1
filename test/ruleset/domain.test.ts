import { beforeAll, expect, it } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { enrich } from '../../src/enrich/enrich.ts'
import { loadGeo } from '../../src/enrich/geo.ts'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { FACT_DOMAINS } from '../../src/ruleset/sense/domain.ts'

beforeAll(() => loadGeo())

it('no payment has a fact outside of what the checker takes it to be', () => {
  const decoder = createDecoder({ format: 'json', secret: 'a secret for this test only' })
  const seen = new Set<string>()
  const outside: unknown[] = []
  let offset = 0n
  for (const { payment } of generatePayments({ count: 800, seed: 11 })) {
    const value = Buffer.from(JSON.stringify({ ...payment, currency: offset % 3n === 0n ? 'EUR' : payment.currency }))
    const decoded = decoder.decode({ topic: 'payments', partition: 0, offset: offset++, key: null, value })
    if (decoded.kind !== 'payment') continue
    const facts = enrich(decoded.payment, { base: 'USD', rates: new Map([['EUR', 1.1]]) })
    for (const [name, { low = -Infinity, high = Infinity, whole, admits }] of Object.entries(FACT_DOMAINS)) {
      const fact = CATALOGUE.get(name)
      const found = fact?.read(facts)
      if (found === undefined) continue
      seen.add(name)
      const fits = typeof found === 'number' ? found >= low && found <= high : admits?.(String(found)) === true
      if (!fits || (whole && !Number.isInteger(found))) outside.push([name, found])
    }
  }
  expect(outside).toEqual([])
  expect([...seen].sort()).toEqual(Object.keys(FACT_DOMAINS).sort())
})

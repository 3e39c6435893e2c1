import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { FRAUD_PATTERNS } from '../../src/generator/fraud/patterns.ts'
import { GENERATOR_DEFAULTS, type GenerateOptions, generatePayments } from '../../src/generator/generate-payments.ts'

/** Copied as they come, because a repeat is the very same object. */
const stream = Array.from(generatePayments({ seed: 1, count: 4000 }), generated => structuredClone(generated))
const honest = stream.filter(({ label }) => label === null)

function hashOf(options: GenerateOptions): string {
  const hash = createHash('sha256')
  for (const generated of generatePayments(options)) hash.update(JSON.stringify(generated))
  return hash.digest('hex')
}

test('one seed is one stream, byte for byte; another seed is another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), seed => {
      const options = { seed, count: 120 }
      expect(hashOf(options)).toBe(hashOf(options))
      expect(hashOf({ seed: seed + 1, count: 120 })).not.toBe(hashOf(options))
    }),
    { numRuns: 20 },
  )
})

test('gives exactly as many as asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 99 }), (count, seed) => {
      expect([...generatePayments({ seed, count })]).toHaveLength(count)
    }),
    { numRuns: 30 },
  )
})

test('every payment is one that the decoder takes without a warning', () => {
  const decoder = createDecoder({ format: 'json', secret: 'a secret for this test only' })
  const complaints = stream.flatMap(({ payment }, index) => {
    const value = Buffer.from(JSON.stringify(payment))
    const decoded = decoder.decode({ topic: 'payments', partition: 0, offset: BigInt(index), key: null, value })
    if (decoded.kind !== 'payment') return [JSON.stringify(decoded)]
    const odd = decoded.warnings.filter(code => code !== 'late')
    return odd.length > 0 ? [`${odd.join()} ${JSON.stringify(payment)}`] : []
  })
  expect(complaints.slice(0, 3)).toEqual([])
})

test('the payment never says whether it is fraud', () => {
  const names = FRAUD_PATTERNS.map(pattern => pattern.name)
  for (const { payment } of stream) {
    const text = JSON.stringify(payment)
    for (const name of names) expect(text).not.toContain(name)
    expect(Object.keys(payment)).not.toContain('label')
  }
})

test('the order of fields does not say it either', () => {
  const order = [
    'id',
    'occurredAt',
    'status',
    'declineCode',
    'amount',
    'currency',
    'method',
    'channel',
    'merchant',
    'customer',
  ]
  order.push('card', 'ip', 'device', 'billing', 'shipping', 'order')
  for (const { payment } of stream) {
    const keys = Object.keys(payment)
    expect(keys).toEqual(order.filter(name => keys.includes(name)))
    expect(payment.customer.id).toMatch(/^c_[0-9a-f]{8}$/)
  }
})

test('fraud has its share, and every pattern is there', () => {
  const labels = stream.flatMap(({ label }) => label ?? [])
  expect(labels.length / stream.length).toBeGreaterThan(0.015)
  expect(labels.length / stream.length).toBeLessThan(0.035)
  expect(new Set(labels)).toEqual(new Set(FRAUD_PATTERNS.map(pattern => pattern.name)))
  expect([...generatePayments({ seed: 1, count: 500, fraudShare: 0 })].every(({ label }) => label === null)).toBe(true)
})

test('arrives in time order but for a few late ones, and with a few repeats', () => {
  let newestMs = 0
  let late = 0
  for (const { payment } of stream) {
    const timeMs = Date.parse(payment.occurredAt)
    if (timeMs < newestMs) late++
    newestMs = Math.max(newestMs, timeMs)
  }
  const repeats = stream.length - new Set(stream.map(({ payment }) => payment.id)).size
  expect(late).toBeGreaterThan(3)
  expect(late).toBeLessThan(60)
  expect(repeats).toBeGreaterThan(3)
  expect(repeats).toBeLessThan(40)
  expect(Date.parse(stream[0]!.payment.occurredAt)).toBeGreaterThanOrEqual(GENERATOR_DEFAULTS.startMs)
})

test('a repeat is the same payment', () => {
  const byId = new Map<string, string>()
  for (const { payment } of stream) {
    const text = JSON.stringify(payment)
    expect(byId.get(payment.id) ?? text).toBe(text)
    byId.set(payment.id, text)
  }
})

test('the items of an order add up to its amount', () => {
  for (const { payment } of stream) {
    const sum = payment.order.items.reduce(
      (total, item) => total + item.quantity * Math.round(Number(item.unitPrice) * 100),
      0,
    )
    expect(sum).toBe(Math.round(Number(payment.amount) * 100))
  }
})

test('nights are quiet where the customers live', () => {
  const offset: Record<string, number> = { DE: 1, FR: 1, ES: 1, IT: 1, NL: 1 }
  const hours = honest.flatMap(({ payment }) => {
    const ahead = offset[payment.billing.country]
    return ahead === undefined ? [] : [(new Date(payment.occurredAt).getUTCHours() + ahead) % 24]
  })
  const night = hours.filter(hour => hour >= 2 && hour < 6).length
  const evening = hours.filter(hour => hour >= 18 && hour < 22).length
  expect(night).toBeGreaterThan(0)
  expect(evening).toBeGreaterThan(6 * night)
})

test('honest life is noisy: trips, gifts, new devices, shared lines, declines', () => {
  const share = (holds: (index: number) => boolean) => honest.filter((_, index) => holds(index)).length / honest.length
  const at = (index: number) => honest[index]!.payment
  expect(share(index => at(index).status === 'declined')).toBeGreaterThan(0.01)
  expect(
    share(index => at(index).shipping !== undefined && at(index).shipping!.name !== at(index).billing.name),
  ).toBeGreaterThan(0.02)
  expect(share(index => at(index).ip === undefined)).toBeGreaterThan(0.005)
  const customersByIp = new Map<string, Set<string>>()
  const devicesByCustomer = new Map<string, Set<string>>()
  for (const { payment } of honest) {
    if (payment.ip) customersByIp.set(payment.ip, (customersByIp.get(payment.ip) ?? new Set()).add(payment.customer.id))
    if (!payment.device) continue
    const devices = devicesByCustomer.get(payment.customer.id) ?? new Set()
    devicesByCustomer.set(payment.customer.id, devices.add(payment.device.id))
  }
  expect([...customersByIp.values()].filter(customers => customers.size >= 3).length).toBeGreaterThan(2)
  expect([...devicesByCustomer.values()].filter(devices => devices.size >= 3).length).toBeGreaterThan(2)
})

test('a few customers buy often and most of them seldom', () => {
  const counts = new Map<string, number>()
  for (const { payment } of honest) counts.set(payment.customer.id, (counts.get(payment.customer.id) ?? 0) + 1)
  const sorted = [...counts.values()].sort((a, b) => b - a)
  const top = sorted.slice(0, Math.ceil(sorted.length / 10)).reduce((sum, count) => sum + count, 0)
  expect(top / honest.length).toBeGreaterThan(0.25)
  expect(sorted[Math.floor(sorted.length / 2)]!).toBeLessThan(12)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addContent } from '../../src/model/content.ts'
import type { Payment } from '../../src/model/payment.ts'
import { MixingHash } from '../../src/velocity/mixing-hash.ts'
import { EXAMPLE_READ } from '../decode/example-payment.ts'

const example = EXAMPLE_READ as Payment
const text = fc.option(fc.constantFrom('a', 'b', 'ab', '1'), { nil: undefined })
const amount = fc.option(fc.nat(3), { nil: undefined })
const address = fc.option(fc.record({ name: text, line1: text, city: text, country: text, method: text }), {
  nil: undefined,
})

const payment: fc.Arbitrary<Payment> = fc.record({
  id: fc.constantFrom('a', 'ab'),
  merchantId: fc.constantFrom('', 'b', 'ab'),
  merchantCategory: text,
  occurredAtMs: fc.nat(),
  countedAtMs: fc.nat(),
  status: fc.constantFrom('pending', 'declined'),
  declineCode: text,
  amountMinor: fc.nat(3),
  currency: fc.constantFrom('USD', 'EUR'),
  method: text,
  ip: text,
  customer: fc.option(fc.record({ id: text, email: text, createdAtMs: amount }), { nil: undefined }),
  card: fc.option(fc.record({ fingerprint: text, bin: text, cvc: text }), { nil: undefined }),
  device: fc.option(fc.record({ id: text, userAgent: text }), { nil: undefined }),
  billing: address,
  shipping: address,
  order: fc.option(
    fc.record({
      id: text,
      items: fc.option(fc.array(fc.record({ sku: text, quantity: amount, unitPriceMinor: amount }), { maxLength: 3 }), {
        nil: undefined,
      }),
    }),
    { nil: undefined },
  ),
  metadata: fc.option(
    fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(fc.constant('1'), fc.constant(1), fc.boolean())),
    {
      nil: undefined,
    },
  ),
})

/** As the stores keep it. */
function contentOf(of: Payment): string {
  const mixing = new MixingHash(1, 2)
  mixing.start()
  addContent(of, mixing)
  mixing.finish()
  return `${mixing.high} ${mixing.low}`
}

/** The obvious reading: everything but status and times, without what is absent or empty, names in order. */
function slowly(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(item => slowly(item) ?? {})
  const fields = Object.entries(value)
    .map(([name, inner]) => [name, slowly(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}

function same(one: Payment, other: Payment): boolean {
  const reduced = ({ status, declineCode, occurredAtMs, countedAtMs, billing, ...rest }: Payment) => {
    const { method, ...address } = (billing ?? {}) as Payment['shipping'] & object
    return JSON.stringify(slowly({ ...rest, billing: address }))
  }
  return reduced(one) === reduced(other)
}

test('contents are equal exactly when everything but status and times is', () => {
  let equal = 0
  const variant = fc.tuple(payment, payment, fc.constantFrom(...(Object.keys(EXAMPLE_READ) as (keyof Payment)[])))
  fc.assert(
    fc.property(variant, ([one, other, field]) => {
      const changed = { ...one, [field]: other[field] } as Payment
      if (same(one, changed)) equal++
      expect(contentOf(one) === contentOf(changed)).toBe(same(one, changed))
      expect(contentOf(one) === contentOf(other)).toBe(same(one, other))
    }),
    { numRuns: 1_000 },
  )
  expect(equal).toBeGreaterThan(100)
})

test('every field of the example counts, but for status and times', () => {
  const left = ['status', 'occurredAtMs', 'countedAtMs']
  const change = (value: unknown): unknown => (typeof value === 'number' ? value + 1 : `${value}x`)
  const visit = (object: Record<string, unknown>, path: string[]): void => {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value === 'object' && value !== null) {
        visit(value as Record<string, unknown>, [...path, name])
        continue
      }
      const copy = structuredClone(example) as unknown as Record<string, unknown>
      let target = copy
      for (const step of path) target = target[step] as Record<string, unknown>
      target[name] = change(value)
      const differs = contentOf(copy as unknown as Payment) !== contentOf(example)
      expect(differs, [...path, name].join('.')).toBe(!left.includes(name))
    }
  }
  visit(example as unknown as Record<string, unknown>, [])
})

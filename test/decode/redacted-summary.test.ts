import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactedBytes, redactedSummary, safeId } from '../../src/decode/redacted-summary.ts'
import { examplePayment } from './example-payment.ts'

test('a payment in a few words', () => {
  expect(
    redactedSummary({ ...examplePayment(), hunter2: 'x', card: { bin: '411111', cvv: '123' } }),
  ).toMatchInlineSnapshot(
    `"{id "pay_1001", occurredAt text(24), status text(10), declineCode null, amount "129.90", currency "USD", method text(4), channel text(3), merchant {id text(3)}, customer {id text(4), email text(15), name text(7), phone text(12), createdAt text(20)}, card {bin text(6), 1 unknown}, ip text(11), device {id text(3), userAgent text(11)}, billing {name text(7), line1 text(9), line2 null, city text(6), region text(2), postalCode text(5), country text(2)}, shipping {name text(7), line1 text(9), city text(6), region text(2), postalCode text(5), country text(2), method text(7)}, order {id text(3), item…"`,
  )
})

test('no value and no unknown name is shown', () => {
  const secret = fc.stringMatching(/^s[a-z]{7}3cret$/)
  fc.assert(
    fc.property(secret, fc.object({ key: fc.constantFrom('card', 'ip', 'customer', 'email', 'x') }), (text, more) => {
      const payment = {
        ...more,
        currency: text,
        amount: text,
        customer: { name: text, [text]: 1 },
        [text]: text,
        list: [text],
      }
      expect(redactedSummary(payment)).not.toContain(text)
    }),
  )
  expect(redactedSummary({ id: '4111111111111111', amount: '4111111111111111' })).toBe('{id text(16), amount text(16)}')
  for (const amount of ['4111111111111111.00', '-4111111111111111', '4,111,111,111,111,111']) {
    expect(redactedSummary({ amount })).toBe(`{amount text(${amount.length})}`)
  }
  expect(redactedSummary({ amount: -4111111111111111 })).toBe('{amount number}')
})

test('an id is safe when it is short, plain, no card number and no address', () => {
  for (const id of ['pay_1001', 'a:b/c_d.e-f', '12345']) expect(safeId({ id })).toBe(id)
  for (const id of [
    '4111111111111111',
    'x-4111111111111111',
    '4111-1111-1111-1111',
    '4111.1111.1111.1111',
    '4111_1111_1111_1111',
    '12-4111111111111111-27',
    'joe@example.com',
    '81.2.69.160',
    'ip_81.2.69.160',
    '2001:db8::1',
    'a b',
    '',
    'x'.repeat(65),
    7,
    null,
  ]) {
    expect(safeId({ id })).toBeUndefined()
  }
  expect(safeId(null)).toBeUndefined()
  expect(safeId([])).toBeUndefined()
})

test('bytes are counted, not shown', () => {
  expect(redactedBytes(Buffer.from('{"id"'))).toBe('5 bytes, starts like JSON')
  expect(redactedBytes(Buffer.from([0, 0]))).toBe('2 bytes, starts like a registry frame')
  expect(redactedBytes(Buffer.from('4111111111111111'))).toBe('16 bytes')
})

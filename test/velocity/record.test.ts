import { expect, test } from 'vitest'
import { Counting } from '../../src/velocity/counting.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { sampleEvent } from './sample-event.ts'

test('a record keeps its layout: those written by earlier versions are still in Redis', () => {
  const counting = new Counting({ secret: 'fixed', baseDigits: 2, bytesMax: 2 ** 20 })
  const event = sampleEvent({
    id: 'pay_1',
    timeMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
    status: 'declined',
    amountMinor: 12_990,
    fields: { 'card.fingerprint': 'fp_9a', email: 'joe@example.com', 'ip.country': 'RO', 'billing.country': 'US' },
  })
  const plan = planVelocities([], [{ by: ['card.fingerprint'], keepMs: 1 }])
  const batch = counting.encode(plan, [event])
  const bytes = Buffer.alloc(64)
  counting.slab.copyTo(batch.slots[0]!, bytes, 0)
  const parts = [bytes.readDoubleLE(0), bytes.readDoubleLE(8), ...bytes.subarray(24, 28)]
  expect(parts).toEqual([event.timeMs, 12_990, 1, 1 | 2, 4, 0])
  expect(bytes.subarray(56).toString('latin1')).toBe('RO\0\0\0\0US')
  expect(bytes.toString('hex')).toMatchInlineSnapshot(
    `"00b0a4a9d91f7a4200000000005fc940aa38b6395803632401030400ce5013d36ab2527c0000000000000000000000000000000000000000524f000000005553"`,
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { sayAll } from './compare.ts'
import { type SampleEvent, sampleEvent } from './sample-event.ts'

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 10, 1)

const usual = { of: 'payments', where: '', current: 'include' } as const
const asked: VelocityDefinition[] = [
  { ...usual, fn: 'count', field: '', by: ['ip'], window: { kind: 'sliding', ms: HOUR_MS } },
  { ...usual, fn: 'sum', field: 'amount', by: ['ip'], window: { kind: 'sliding', ms: 12 * HOUR_MS } },
  { ...usual, fn: 'distinct', field: 'email', by: ['card.fingerprint'], window: { kind: 'sliding', ms: 24 * HOUR_MS } },
  { ...usual, fn: 'last_seen', field: 'ip', by: ['email'], window: { kind: 'sliding', ms: 6 * HOUR_MS } },
]
const plan = planVelocities(asked)

/** Days of payments over a few keys, some of them hours late. */
const streams = fc
  .array(
    fc.record({
      stepMs: fc.integer({ min: 0, max: HOUR_MS }),
      lateMs: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30 * HOUR_MS) }),
      ip: fc.nat(2),
      email: fc.nat(3),
    }),
    { minLength: 150, maxLength: 400, size: 'max' },
  )
  .map(drawn => {
    let nowMs = START_MS
    return drawn.map(({ stepMs, lateMs, ip, email }, at): SampleEvent => {
      nowMs += stepMs
      const fields = { ip: `203.0.113.${ip}`, email: `e${email}@x.com`, 'card.fingerprint': `c${ip}` }
      return sampleEvent({ id: `p${at}`, timeMs: nowMs - lateMs, fields })
    })
  })

test('a stream that comes again whole is answered as the first time, or told to be too long ago', async () => {
  let answered = 0
  let old = 0
  await fc.assert(
    fc.asyncProperty(streams, fc.constantFrom(1, 10, 50), async (events, batch) => {
      const store = createMemoryStore({ secret: 'replay', baseDigits: 2 })
      const first = await sayAll(store, plan, events, batch)
      for (const again of [await sayAll(store, plan, events, batch), await sayAll(store, plan, events, batch)]) {
        for (const [at, { verdict, values }] of again.entries()) {
          if (verdict === 'old-duplicate') old++
          else {
            answered++
            expect([at, verdict, values]).toEqual([at, 'duplicate', first[at]!.values])
          }
        }
      }
    }),
    { numRuns: 40 },
  )
  expect(answered).toBeGreaterThan(1000)
  expect(old).toBeGreaterThan(1000)
})

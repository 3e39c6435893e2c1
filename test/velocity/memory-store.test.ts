import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { expectAgreement, sayAll } from './compare.ts'
import { batchSizes, definitions, histories } from './histories.ts'
import { tellAll } from './oracle.ts'

const open = () => createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24 })

describe('the memory store', () => {
  test('says what the oracle tells, on random histories', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(260),
        fc.array(definitions, { minLength: 1, maxLength: 12 }),
        batchSizes,
        async (events, asked, batchSize) => {
          const plan = planVelocities(asked)
          const said = await sayAll(open(), plan, events, batchSize)
          expectAgreement(said, tellAll(events, asked), plan, asked)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('says the same, bit for bit, when events come again in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(300),
        fc.array(definitions, { minLength: 1, maxLength: 12 }),
        batchSizes,
        fc.integer({ min: 1, max: 1000 }),
        async (events, asked, batchSize, stride) => {
          const plan = planVelocities(asked)
          const store = open()
          const said = await sayAll(store, plan, events, batchSize)
          const fresh = events.flatMap((event, at) => (said[at]!.verdict === 'new' ? [{ event, at }] : []))
          const shuffled = fresh.toSorted((a, b) => ((a.at * stride) % 1009) - ((b.at * stride) % 1009))
          for (const order of [fresh, shuffled, fresh]) {
            const again = await sayAll(
              store,
              plan,
              order.map(({ event }) => event),
              batchSize,
            )
            expect(again).toEqual(order.map(({ at }) => ({ ...said[at]!, verdict: 'duplicate' })))
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { outcomeStoreContract } from '../contracts/outcome-store.ts'
import { velocityStoreContract } from '../contracts/velocity-store.ts'
import { sayAll } from './compare.ts'
import { batchSizes, definitions, histories } from './histories.ts'

const open = () => createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24 })
const openForOutcomes = () =>
  createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24, countsOutcomes: true })

velocityStoreContract('memory', { open, histories: 40 })
velocityStoreContract('memory for outcomes', { open: openForOutcomes, histories: 15 })
outcomeStoreContract('memory', { open: openForOutcomes })

describe('the memory store', () => {
  test('says the same where it keeps only what its plan reads', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(histories(150), asking, batchSizes, async (events, asked, batchSize) => {
        const plan = planVelocities(asked)
        const frugal = createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24, forOnePlan: true })
        const said = await sayAll(frugal, plan, events, batchSize)
        expect(said).toEqual(await sayAll(open(), plan, events, batchSize))
      }),
      { numRuns: 40, interruptAfterTimeLimit: 40_000 },
    )
  })

  test('says the same, bit for bit, when events come again in whatever order', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 12 })
    const strides = fc.integer({ min: 1, max: 1000 })
    await fc.assert(
      fc.asyncProperty(histories(300), asking, batchSizes, strides, async (events, asked, batchSize, stride) => {
        const plan = planVelocities(asked)
        const store = open()
        const said = await sayAll(store, plan, events, batchSize)
        const fresh = events.flatMap((event, at) => (said[at]!.verdict === 'new' ? [{ event, at }] : []))
        const shuffled = fresh.toSorted((a, b) => ((a.at * stride) % 1009) - ((b.at * stride) % 1009))
        for (const order of [fresh, shuffled, fresh]) {
          const repeated = order.map(({ event }) => event)
          const again = await sayAll(store, plan, repeated, batchSize)
          expect(again).toEqual(order.map(({ at }) => ({ ...said[at]!, verdict: 'duplicate' })))
        }
      }),
      { numRuns: 30, interruptAfterTimeLimit: 40_000 },
    )
  })
})

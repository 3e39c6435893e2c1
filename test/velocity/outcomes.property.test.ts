import { test } from 'vitest'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { checkOutcomeOrders } from './outcome-orders.ts'

test('memory counts each outcome once, whatever comes in which order and how often', async () => {
  const open = () => createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24, countsOutcomes: true })
  await checkOutcomeOrders(open, { numRuns: 150 })
})

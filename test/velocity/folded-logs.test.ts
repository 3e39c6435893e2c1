import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { checkFolded } from './check-folded.ts'
import { definitions, histories } from './histories.ts'

describe('logs that hold more than they may', () => {
  test('a folded window never counts too little, nor more than its buckets hold; any other is exact', async () => {
    const seen = { exact: 0, folded: 0, folds: 0 }
    const asking = fc.array(definitions, { minLength: 1, maxLength: 12 })
    const sizes = fc.constantFrom(8, 20, 60)
    await fc.assert(
      fc.asyncProperty(
        histories(300),
        asking,
        sizes,
        fc.constantFrom(1, 3, 7),
        async (events, asked, eventsMax, batch) => {
          const store = createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 24, keyEventsMax: eventsMax })
          const { exact, folded } = await checkFolded([store], events, asked, batch)
          seen.exact += exact
          seen.folded += folded
          seen.folds += store.use().logsFolded
        },
      ),
      { numRuns: 25, interruptAfterTimeLimit: 40_000 },
    )
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(200)
  })
})

import { expect, test } from 'vitest'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { compareStream } from './compare-stream.ts'

test('says what plain counting says of a long stream with disorder, latecomers and repeats', async () => {
  const result = await compareStream(createMemoryStore({ secret: 'stream', baseDigits: 2 }), 30_000, 1)
  expect(result).toMatchObject({ payments: 30_000, differences: 0, firstDifference: undefined })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArrivalHeap } from '../../src/generator/arrival-heap.ts'

test('gives what a stable sort by time gives', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), times => {
      const heap = new ArrivalHeap<number>()
      times.forEach((atMs, index) => {
        heap.push(atMs, index)
      })
      const expected = times.map((atMs, index) => ({ atMs, index })).sort((a, b) => a.atMs - b.atMs)
      for (const { atMs, index } of expected) {
        expect(heap.nextAtMs()).toBe(atMs)
        expect(heap.pop()).toBe(index)
      }
      expect(heap.pop()).toBeUndefined()
      expect(heap.nextAtMs()).toBe(Number.POSITIVE_INFINITY)
    }),
  )
})

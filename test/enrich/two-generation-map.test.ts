import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TwoGenerationMap } from '../../src/enrich/two-generation-map.ts'

it('answers what was last set or nothing, never holds more than twice its size', () => {
  const act = fc.record({ key: fc.nat(20).map(String), set: fc.boolean() })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(act, { maxLength: 100 }), (youngMax, acts) => {
      const cache = new TwoGenerationMap<{ at: number }>(youngMax)
      const model = new Map<string, { at: number }>()
      for (const [at, { key, set }] of acts.entries()) {
        if (set) {
          cache.set(key, { at })
          model.set(key, { at })
        } else expect([undefined, model.get(key)?.at]).toContain(cache.get(key)?.at)
        expect(cache.size).toBeLessThanOrEqual(2 * youngMax)
      }
    }),
  )
})

it('keeps what is asked for again and again, forgets the rest', () => {
  const cache = new TwoGenerationMap<{ key: string }>(3)
  cache.set('hot', { key: 'hot' })
  for (let at = 0; at < 100; at++) {
    cache.set(`cold ${at}`, { key: '' })
    expect(cache.get('hot')?.key).toBe('hot')
  }
  expect(cache.get('cold 0')).toBeUndefined()
})

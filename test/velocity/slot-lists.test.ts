import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIST_MAX, SlotLists } from '../../src/velocity/slot-lists.ts'

const step = fc.oneof(
  fc.array(fc.nat(2 ** 30), { minLength: 1, maxLength: LIST_MAX }),
  fc.nat(1000).map(which => ({ which })),
)

test('lists of slots stay as they were put, while others come and go in their places', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), steps => {
      const lists = new SlotLists()
      const held: { place: number; slots: readonly number[] }[] = []
      for (const each of steps) {
        if (Array.isArray(each)) held.push({ place: lists.put(each), slots: each })
        else if (held.length > 0) lists.remove(held.splice(each.which % held.length, 1)[0]!.place)
        expect(held.map(({ place }) => lists.read(place))).toEqual(held.map(({ slots }) => slots))
        expect(held.map(({ place }) => lists.length(place))).toEqual(held.map(({ slots }) => slots.length))
      }
    }),
  )
})

test('a list takes the place of one of its size that is gone', () => {
  const lists = new SlotLists()
  const places = Array.from({ length: 10_000 }, (_, at) => lists.put([at, at, at]))
  for (const place of places) lists.remove(place)
  const next = places.map((_, at) => lists.put([at, at, at, at]))
  expect(new Set(next)).toEqual(new Set(places))
})

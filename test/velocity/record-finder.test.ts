import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RECORD_BYTES } from '../../src/velocity/record.ts'
import { RecordFinder } from '../../src/velocity/record-finder.ts'
import { Slab } from '../../src/velocity/slab.ts'

/** Few ids and fewer contents, so that records meet; two ids that share their low half share a place in the table. */
const step = fc.oneof(
  fc.record({ act: fc.constant('make' as const), id: fc.nat(40), content: fc.nat(2), isOffered: fc.boolean() }),
  fc.record({ act: fc.constant('release' as const), which: fc.nat(200) }),
)

function recordOf(id: number, content: number): Buffer {
  const record = Buffer.alloc(RECORD_BYTES)
  record.writeUInt32LE(id & 1, 16)
  record.writeUInt32LE(id >> 1, 20)
  record.writeDoubleLE(content, 8)
  return record
}

function make(slab: Slab, record: Buffer): number {
  const slot = slab.allocate()
  slab.copyFrom(slot, record, 0)
  return slot
}

describe('records that are held already', () => {
  test('what is found is held, is not written to any more, and is the record that was asked for', () => {
    let found = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), steps => {
        const slab = new Slab()
        const finder = new RecordFinder(slab)
        const held: { slot: number; record: Buffer; isOffered: boolean }[] = []
        for (const each of steps) {
          if (each.act === 'release') {
            if (held.length > 0) slab.release(held.splice(each.which % held.length, 1)[0]!.slot)
            continue
          }
          const record = recordOf(each.id, each.content)
          const slot = make(slab, record)
          if (each.isOffered) finder.offer(slot)
          held.push({ slot, record, isOffered: each.isOffered })
          for (const { record } of held) {
            const answer = finder.find(Buffer.concat([Buffer.of(1, 2, 3), record]), 3)
            const known = held.filter(other => other.isOffered && other.record.equals(record)).map(({ slot }) => slot)
            if (answer >= 0) expect(known).toContain(answer)
            if (answer >= 0) found++
          }
        }
      }),
    )
    expect(found).toBeGreaterThan(1000)
  })

  test('nearly every record of many is found, also when places were used before', () => {
    const slab = new Slab()
    const finder = new RecordFinder(slab)
    const records = Array.from({ length: 50_000 }, (_, id) => {
      const record = Buffer.alloc(RECORD_BYTES)
      record.writeUInt32LE(Math.imul(id, 0x9e37_79b1) >>> 0, 20)
      record.writeUInt32LE(id, 16)
      return record
    })
    for (let round = 0; round < 3; round++) {
      const slots = records.map(record => make(slab, record))
      for (const slot of slots) finder.offer(slot)
      const found = records.filter((record, at) => finder.find(record, 0) === slots[at]).length
      expect(found).toBeGreaterThan(records.length * 0.98)
      for (const slot of slots) slab.release(slot)
      expect(records.some(record => finder.find(record, 0) >= 0)).toBe(false)
    }
  })
})

import fc from 'fast-check'
import type { KafkaMessage } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { Epoch } from '../../src/kafka/epoch.ts'
import type { OwnedPartition } from '../../src/kafka/owned-partition.ts'

const message = (offset: number, bytes: number): KafkaMessage => ({
  offset: `${offset}`,
  timestamp: '0',
  attributes: 0,
  key: null,
  value: Buffer.alloc(bytes),
  headers: {},
})

const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 })
const chunksPerPartition = fc.array(fc.array(sizes, { maxLength: 4 }), { minLength: 1, maxLength: 5 })

describe('Epoch', () => {
  it('gives each record once, in order, within the limits, and says where each partition stands', () => {
    fc.assert(
      fc.property(
        chunksPerPartition,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 200 }),
        (all, recordsMax, bytesMax) => {
          const epoch = new Epoch({ topic: all.map((_, partition) => partition) })
          const expected = all.map((chunks, partition) => {
            let offset = 0
            for (const chunk of chunks) {
              epoch.partition('topic', partition)!.add(
                chunk.map(bytes => message(offset++, bytes)),
                BigInt(offset),
              )
            }
            return Array.from({ length: offset }, (_, i) => i)
          })
          const given = all.map((): number[] => [])
          for (
            let taken = epoch.take(recordsMax, bytesMax);
            taken !== undefined;
            taken = epoch.take(recordsMax, bytesMax)
          ) {
            const bytes = taken.records.reduce((sum, each) => sum + each.value!.length, 0)
            expect(taken.records.length).toBeGreaterThan(0)
            expect(taken.records.length).toBeLessThanOrEqual(recordsMax)
            expect(bytes <= bytesMax || taken.records.length === 1).toBe(true)
            for (const { partition, offset } of taken.records) given[partition]!.push(Number(offset))
            for (const [{ partition }, end] of taken.ends) expect(Number(end)).toBe(given[partition]!.at(-1)! + 1)
          }
          expect(given).toEqual(expected)
          expect(epoch.partitions.map(each => [each.queuedRecords, each.queuedBytes])).toEqual(all.map(() => [0, 0]))
        },
      ),
    )
  })

  it('shares a batch evenly between partitions that have enough', () => {
    const epoch = new Epoch({ topic: [0, 1, 2] })
    for (const partition of epoch.partitions) {
      partition.add(
        Array.from({ length: 100 }, (_, i) => message(i, 1)),
        100n,
      )
    }
    const { records } = epoch.take(30, 1000)!
    expect([0, 1, 2].map(partition => records.filter(each => each.partition === partition).length)).toEqual([
      10, 10, 10,
    ])
  })

  it('counts control records at the end of a fetch as done with it', () => {
    const epoch = new Epoch({ topic: [0] })
    const [partition] = epoch.partitions
    partition!.startAt(5n)
    partition!.add([message(5, 1)], 8n)
    expect([...epoch.take(10, 10)!.ends.values()]).toEqual([8n])
  })

  it('passes over what the client left out, and is done with it when nothing else is open', () => {
    const epoch = new Epoch({ topic: [0] })
    const [partition] = epoch.partitions
    partition!.startAt(5n)
    partition!.passOver(9n)
    expect([partition!.next, partition!.done]).toEqual([9n, 9n])
    partition!.add([message(9, 1)], 10n)
    partition!.passOver(12n)
    expect([partition!.next, partition!.done]).toEqual([12n, 9n])
    partition!.passOver(11n)
    expect(partition!.next).toBe(12n)
  })

  it('gives what was held back again, in order and before what follows it, and says no more of it than is done', () => {
    const holds = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 7 }), holds, (count, recordsMax, held) => {
        const epoch = new Epoch({ topic: [0, 1] })
        for (const partition of epoch.partitions) {
          partition.startAt(0n)
          for (let offset = 0; offset < count; offset++) partition.add([message(2 * offset, 3)], BigInt(2 * offset + 2))
        }
        const given = [[], []] as bigint[][]
        const ends = [0n, 0n]
        let before: OwnedPartition | undefined
        for (let turn = 0; given[0]!.length + given[1]!.length < 2 * count; turn++) {
          const taken = epoch.take(recordsMax, 1000) ?? { records: [], ends: new Map() }
          const isHeld = turn < held.length && held[turn]!
          const holding = isHeld ? epoch.holdBack(taken, { topic: 'topic', partition: turn % 2 }) : undefined
          expect(isHeld && taken.records.some(each => each.partition === turn % 2)).toBe(false)
          for (const { partition, offset } of taken.records) given[partition]!.push(offset)
          for (const [partition, end] of taken.ends) {
            expect(end).toBeGreaterThan(ends[partition.partition]!)
            ends[partition.partition] = end
          }
          if (before !== undefined && before !== holding) before.isHeld = false // one turn later, so that the other gets ahead
          before = holding
        }
        const all = Array.from({ length: count }, (_, offset) => BigInt(2 * offset))
        expect(given).toEqual([all, all])
        expect(ends).toEqual([BigInt(2 * count), BigInt(2 * count)])
        expect(epoch.partitions.map(each => [each.queuedRecords, each.queuedBytes])).toEqual([
          [0, 0],
          [0, 0],
        ])
      }),
    )
  })

  it('gives nothing of a partition that is held, and all of the others', () => {
    const epoch = new Epoch({ topic: [0, 1] })
    for (const partition of epoch.partitions) partition.add([message(0, 1), message(1, 1)], 2n)
    const held = epoch.holdBack(epoch.take(2, 10)!, { topic: 'topic', partition: 0 })
    expect(epoch.take(10, 10)!.records.map(each => each.partition)).toEqual([1])
    expect(epoch.take(10, 10)).toBeUndefined()
    held!.isHeld = false
    expect(epoch.take(10, 10)!.records.map(each => each.offset)).toEqual([0n, 1n])
  })

  it('gives nothing once it is lost', () => {
    const epoch = new Epoch({ topic: [0] })
    epoch.partitions[0]!.add([message(0, 1)], 1n)
    epoch.lose()
    expect(epoch.take(10, 10)).toBeUndefined()
  })
})

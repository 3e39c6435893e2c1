import { expect, it } from 'vitest'
import type { EventBatch, EventRecord, EventSource } from '../../src/ports.ts'
import { numbered, readAndCommit, type Sample, type SourceAdapter, valuesByPartition } from './event-source.ts'

interface Holding extends Pick<SourceAdapter, 'partitions' | 'isEndless'> {
  setUp(samples: readonly Sample[]): Promise<void>
  open(): EventSource
}

/** The part of the contract of event sources that is about `holdBack`. */
export function describeHoldingBack({ partitions, isEndless, setUp, open }: Holding): void {
  it('gives records again, in order and before what follows them, that were held back and let go', async () => {
    const samples = numbered(300, partitions)
    await setUp(samples)
    const source = open()
    const records: EventRecord[] = []
    const seen: EventRecord[][] = []
    for await (const batch of source.batches()) {
      seen.push([...batch.records])
      const first = batch.records.find(each => each.partition === 0)
      if (first !== undefined && seen.length % 2 === 1) {
        const release = batch.holdBack(first)
        expect(batch.records.filter(each => each.partition === 0)).toEqual([])
        setImmediate(release)
      }
      records.push(...batch.records)
      await batch.commit()
      if (records.length >= samples.length) await source.stop()
    }
    expect(seen.flat().length).toBeGreaterThan(samples.length)
    expect(valuesByPartition(records)).toEqual(valuesByPartition(samples))
  })

  if (isEndless && partitions > 1) {
    it('holds one partition back while the others go on, and commits nothing of it', async () => {
      const samples = numbered(300, partitions)
      await setUp(samples)
      const source = open()
      const others: EventRecord[] = []
      const othersCount = samples.filter(each => each.partition !== 0).length
      let held = 0
      for await (const batch of source.batches()) {
        const first = batch.records.find(each => each.partition === 0)
        if (first !== undefined) {
          batch.holdBack(first)
          held++
        }
        others.push(...batch.records)
        await batch.commit()
        if (others.length >= othersCount && held > 0) await source.stop()
      }
      expect(held).toBe(1)
      await source.close()
      const rest = await readAndCommit(open(), samples.length - othersCount)
      expect(valuesByPartition([...others, ...rest])).toEqual(valuesByPartition(samples))
    })

    it('gives what was held back to the next owner of the partition', async () => {
      const samples = numbered(300, partitions)
      await setUp(samples)
      const first = open()
      const iterator = first.batches()[Symbol.asyncIterator]()
      const batch = (await iterator.next()).value as EventBatch
      for (const record of [...batch.records]) batch.holdBack(record)
      expect(batch.records).toEqual([])
      await batch.commit()
      await first.close()
      expect(valuesByPartition(await readAndCommit(open(), 300))).toEqual(valuesByPartition(samples))
    })
  }
}

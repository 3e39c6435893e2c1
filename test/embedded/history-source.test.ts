import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createHistorySource } from '../../src/embedded/history-source.ts'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import type { EventRecord, LogRange } from '../../src/ports.ts'
import { memoryHistory } from '../rebuild/memory-history.ts'

const arbitraryRecords = fc.array(fc.record({ partition: fc.integer({ min: 0, max: 2 }), stepMs: fc.nat(3) }), {
  maxLength: 60,
})

function logOf(records: readonly { partition: number; stepMs: number }[]): MemoryLog {
  const log = new MemoryLog({ partitions: 3 })
  let timestampMs = 1
  for (const { partition, stepMs } of records) {
    timestampMs += stepMs
    log.append({ partition, timestampMs, value: Buffer.from(`${timestampMs}`) })
  }
  return log
}

async function rangesOf(log: MemoryLog): Promise<LogRange[]> {
  const extents = await memoryHistory(log).extents()
  return extents.map(({ topic, partition, low, high }) => ({ topic, partition, from: low, to: high }))
}

it('gives every record of every partition once, in the order of the log', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRecords, fc.integer({ min: 1, max: 7 }), async (records, batchRecordsMax) => {
      const log = logOf(records)
      const history = memoryHistory(log, 3)
      const source = createHistorySource({ history, ranges: await rangesOf(log), batchRecordsMax })
      const read: EventRecord[] = []
      for await (const batch of source.batches()) {
        expect(batch.records.length).toBeLessThanOrEqual(batchRecordsMax)
        read.push(...batch.records)
      }
      expect(source.recordsTotal).toBe(records.length)
      expect(source.recordsRead).toBe(records.length)
      const times = read.map(({ timestampMs }) => timestampMs!)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      for (const [partition, all] of log.partitions.entries()) {
        expect(read.filter(each => each.partition === partition)).toEqual(all)
      }
    }),
  )
})

it('reads only the ranges, and no further once it is closed', async () => {
  const log = logOf(Array.from({ length: 30 }, (_, at) => ({ partition: at % 3, stepMs: 1 })))
  const history = memoryHistory(log, 2)
  const ranges = (await rangesOf(log)).map(range => ({ ...range, from: 2n, to: range.partition === 2 ? 2n : 9n }))
  const source = createHistorySource({ history, ranges, batchRecordsMax: 4 })
  expect(source.recordsTotal).toBe(14)
  const batches = source.batches()[Symbol.asyncIterator]()
  const first = await batches.next()
  expect(first.value.records.map(({ offset }: EventRecord) => offset)).toEqual([2n, 2n, 3n, 3n])
  await source.close()
  expect((await batches.next()).done).toBe(true)
  expect(history.recordsRead).toBeLessThan(14)
})

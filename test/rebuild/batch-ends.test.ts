import { expect, it } from 'vitest'
import { MemoryLog } from '../../src/embedded/memory-log.ts'
import type { EventBatch } from '../../src/ports.ts'
import { BatchEnds } from '../../src/rebuild/batch-ends.ts'

it('does not count what was held back as counted with its batch', async () => {
  const log = new MemoryLog({ partitions: 2 })
  for (const partition of [0, 1, 0]) log.append({ partition, value: Buffer.from('v') })
  const ends = new BatchEnds()
  const iterator = ends.watch(log.source()).batches()[Symbol.asyncIterator]()
  const batch = (await iterator.next()).value as EventBatch
  const release = batch.holdBack({ topic: log.topic, partition: 0 })
  expect(batch.records.map(each => each.partition)).toEqual([1])
  expect(ends.next()).toEqual([{ topic: log.topic, partition: 1, offset: 1n }])
  expect(ends.assignment()).toBeDefined()
  ends.counted()
  release()
  await iterator.next()
  expect(ends.next()).toEqual([{ topic: log.topic, partition: 0, offset: 2n }])
})

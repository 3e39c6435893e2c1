import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { expect, it } from 'vitest'
import { partitionOfKey } from '../../src/kafka/partition-of-key.ts'

it('sends a key where the default partitioner of kafkajs, and so that of Kafka, sends it', () => {
  const byLibrary = kafkajs.Partitioners.DefaultPartitioner()
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 1000 }), (key, partitions) => {
      const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
        partitionErrorCode: 0,
        partitionId,
        leader: 1,
        replicas: [],
        isr: [],
      }))
      const expected = byLibrary({ topic: 'any', partitionMetadata, message: { key, value: '' } })
      expect(partitionOfKey(key, partitions)).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

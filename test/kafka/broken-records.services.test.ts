import { randomBytes } from 'node:crypto'
import { ConfigResourceTypes } from 'kafkajs'
import { afterEach, describe, expect, it } from 'vitest'
import { createKafkaSource, type KafkaSource } from '../../src/kafka/source.ts'
import { readAndCommit, until } from '../contracts/event-source.ts'
import { brokers, committed, freshName, makeTopic, openLine, produce, withAdmin } from './broker.ts'

const opened: KafkaSource[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(source => source.close()))
})

function open(
  topic: string,
  connection: Parameters<typeof createKafkaSource>[0]['connection'],
  groupId = freshName('group'),
) {
  const source = createKafkaSource({ connection, topics: [topic], groupId, closeMsMax: 500 })
  opened.push(source)
  return source
}

describe('compression', () => {
  for (const codec of ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd']) {
    it(`reads what the broker itself packed with ${codec}`, async () => {
      const topic = await makeTopic({ configEntries: [{ name: 'compression.type', value: codec }] })
      const described = await withAdmin(admin =>
        admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['compression.type'] }],
        }),
      )
      expect(described.resources[0]?.configEntries[0]?.configValue).toBe(codec)
      const values = [
        ...Array.from({ length: 500 }, (_, i) =>
          Buffer.from(JSON.stringify({ id: `pay_${i}`, same: 'words again and again' })),
        ),
        ...Array.from({ length: 20 }, () => randomBytes(5000)),
        Buffer.from('x'.repeat(300_000)),
        Buffer.alloc(0),
      ]
      await produce(
        topic,
        values.map(value => ({ value })),
      )
      const records = await readAndCommit(open(topic, { brokers }), values.length)
      expect(records.map(each => each.value?.toString('hex'))).toEqual(values.map(each => each.toString('hex')))
    })
  }
})

describe('bad input 68', () => {
  it('pauses the partition of a batch with a wrong checksum, says why, and goes on with the others', async () => {
    const topic = await makeTopic({ numPartitions: 2 })
    const groupId = freshName('group')
    await produce(topic, [{ partition: 0, value: 'good 1' }])
    await produce(topic, [{ partition: 0, value: 'SPOIL ME' }])
    await produce(topic, [{ partition: 0, value: 'never read' }])
    const { connection } = openLine(bytes => spoil(bytes, 'SPOIL ME', 'spoiled!'))
    const source = open(topic, connection, groupId)
    const values: string[] = []
    const work = (async () => {
      for await (const batch of source.batches()) {
        values.push(...batch.records.map(each => String(each.value)))
        await batch.commit()
      }
    })()
    await until(() => source.status().blocked.length > 0)
    await produce(topic, [{ partition: 1, value: 'good 2' }])
    await until(() => values.length === 2)
    expect(values).toEqual(['good 1', 'good 2'])
    expect(source.status().blocked).toEqual([`${topic}[0]: the record batch at offset 1 has a wrong checksum`])
    await source.stop()
    await work
    await source.close()
    expect(await committed(groupId, topic)).toEqual([1, 1])
  })

  it('begins again when a broken answer kills the client, which would stay dead by itself', async () => {
    const topic = await makeTopic()
    await produce(
      topic,
      Array.from({ length: 50 }, (_, i) => ({ value: `value ${i} SPOIL` })),
    )
    let spoiled = 0
    const { connection } = openLine(bytes => {
      if (spoiled >= 2 || !bytes.includes('SPOIL')) return bytes
      spoiled++
      return breakRecordCount(bytes)
    })
    const source = open(topic, connection)
    expect(await readAndCommit(source, 50)).toHaveLength(50)
    expect(spoiled).toBe(2)
  })

  it('gives up when the client dies of the same thing every time', async () => {
    const topic = await makeTopic()
    await produce(
      topic,
      Array.from({ length: 50 }, (_, i) => ({ value: `value ${i} SPOIL` })),
    )
    const { connection } = openLine(bytes => (bytes.includes('SPOIL') ? breakRecordCount(bytes) : bytes))
    const source = open(topic, connection)
    await expect(readAndCommit(source, 50)).rejects.toThrow('the record batch at offset 0 has a wrong checksum')
  })
})

function spoil(bytes: Buffer, from: string, to: string): Buffer {
  const at = bytes.indexOf(from)
  if (at !== -1) bytes.write(to, at)
  return bytes
}

/** Makes the batch that holds `SPOIL` claim two thousand million records: too many even to say that they are broken. */
function breakRecordCount(bytes: Buffer): Buffer {
  const COUNT_BEFORE_FIRST_RECORD = 4
  const MAGIC_TO_COUNT = 57 - 16
  const firstRecord = bytes.indexOf('value 0')
  for (let magicAt = firstRecord; magicAt > 0; magicAt--) {
    const countAt = magicAt + MAGIC_TO_COUNT
    if (
      bytes[magicAt] === 2 &&
      bytes.readInt32BE(countAt) === 50 &&
      countAt + COUNT_BEFORE_FIRST_RECORD < firstRecord
    ) {
      bytes.writeInt32BE(0x7fffffff, countAt)
      return bytes
    }
  }
  return bytes
}

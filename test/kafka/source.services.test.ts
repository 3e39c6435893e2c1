import { afterEach, describe, expect, it } from 'vitest'
import {
  createKafkaSource,
  type KafkaSource,
  type KafkaSourceOptions,
  type KafkaSourceStatus,
} from '../../src/kafka/source.ts'
import { Outage } from '../../src/model/problem.ts'
import type { EventBatch, EventRecord } from '../../src/ports.ts'
import { numbered, readAndCommit, until } from '../contracts/event-source.ts'
import {
  brokers,
  committed,
  freshName,
  makeTopic,
  openLine,
  produce,
  transactionalProducer,
  withAdmin,
} from './broker.ts'

const opened: KafkaSource[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(source => source.close()))
})

function open(topic: string, options: Partial<KafkaSourceOptions> = {}): KafkaSource {
  const source = createKafkaSource({
    connection: { brokers },
    topics: [topic],
    groupId: freshName('group'),
    sessionTimeoutMs: 3000,
    heartbeatMs: 300,
    closeMsMax: 500,
    ...options,
  })
  opened.push(source)
  return source
}

const firstBatch = async (source: KafkaSource): Promise<EventBatch> => {
  const { value } = await source.batches()[Symbol.asyncIterator]().next()
  return value as EventBatch
}

describe('start', () => {
  it('names a topic that is missing, and does not make it', async () => {
    const topic = freshName('absent')
    const failure = await firstBatch(open(topic)).catch(error => error)
    expect(failure).toBeInstanceOf(Outage)
    expect(failure.message).toBe(
      `topic \`${topic}\` does not exist on ${brokers.join(',')}: create it, or change the topic settings`,
    )
    expect(await withAdmin(admin => admin.listTopics())).not.toContain(topic)
  })

  it('waits for a Kafka that is not there yet, and says so', async () => {
    const topic = await makeTopic()
    await produce(topic, [{ value: 'v' }])
    const line = openLine()
    line.cut()
    const seen: KafkaSourceStatus[] = []
    const waiting = firstBatch(open(topic, { connection: line.connection, onStatus: status => seen.push(status) }))
    await until(() => seen.some(each => each.outage !== undefined))
    line.mend()
    expect((await waiting).records).toHaveLength(1)
    expect(seen.at(-1)).toEqual({ outage: undefined, blocked: [], assigned: 1 })
  })

  it('begins a new group at the end of the log when told to', async () => {
    const topic = await makeTopic()
    await produce(topic, [{ value: 'old' }])
    const source = open(topic, { startAt: 'latest' })
    const waiting = firstBatch(source)
    await until(() => source.status().assigned === 1)
    await new Promise(resolve => setTimeout(resolve, 300)) // kafkajs has read the end of the log by then
    await produce(topic, [{ value: 'new' }])
    expect((await waiting).records.map(each => String(each.value))).toEqual(['new'])
  })
})

describe('reading', () => {
  it('merges partitions into one batch, and keeps the time that the record carries', async () => {
    const topic = await makeTopic({ numPartitions: 4 })
    const stamped = numbered(40, 4).map(({ partition, value }) => ({ partition, value, timestamp: '1700000000123' }))
    await produce(topic, stamped)
    const source = open(topic)
    let widest = 0
    const records: EventRecord[] = []
    for await (const batch of source.batches()) {
      records.push(...batch.records)
      widest = Math.max(widest, new Set(batch.records.map(each => each.partition)).size)
      if (records.length < 40) await new Promise(resolve => setTimeout(resolve, 100))
      else await source.stop()
    }
    expect(widest).toBeGreaterThan(1)
    expect(new Set(records.map(each => each.timestampMs))).toEqual(new Set([1700000000123]))
  })

  it('keeps to the size of a batch in records and in bytes', async () => {
    const topic = await makeTopic({ numPartitions: 2 })
    await produce(
      topic,
      Array.from({ length: 60 }, (_, i) => ({ partition: i % 2, value: 'x'.repeat(1000) })),
    )
    const source = open(topic, { batchRecordsMax: 7, batchBytesMax: 5000 })
    let read = 0
    for await (const { records } of source.batches()) {
      expect(records.length).toBeLessThanOrEqual(5)
      read += records.length
      if (read === 60) await source.stop()
    }
  })

  it('pauses what it cannot hold, stays in the group meanwhile, and loses nothing', async () => {
    const topic = await makeTopic({ numPartitions: 2 })
    const values = numbered(20_000, 2)
    for (let from = 0; from < values.length; from += 2000) {
      await produce(
        topic,
        values.slice(from, from + 2000).map(({ partition, value }) => ({ partition, value: value!.padEnd(400) })),
      )
    }
    const source = open(topic, { queueRecordsMax: 2000, batchRecordsMax: 500, sessionTimeoutMs: 1500 })
    const seen = new Set<string>()
    let batches = 0
    for await (const batch of source.batches()) {
      if (++batches === 2) await new Promise(resolve => setTimeout(resolve, 3000)) // twice the session timeout
      expect(batch.isOwned()).toBe(true)
      for (const record of batch.records) seen.add(String(record.value))
      await batch.commit()
      if (seen.size === values.length) await source.stop()
    }
    expect(seen.size).toBe(values.length)
  })

  it('knows its lag while it stands still', async () => {
    const topic = await makeTopic()
    await produce(topic, [{ value: '1' }, { value: '2' }, { value: '3' }])
    const source = open(topic, { batchRecordsMax: 1 })
    const batch = await firstBatch(source)
    expect(source.lag()).toEqual([{ topic, partition: 0, records: 3 }])
    await batch.commit()
    expect(source.lag()).toEqual([{ topic, partition: 0, records: 2 }])
    await produce(topic, [{ value: '4' }])
    await until(() => source.lag()[0]?.records === 3)
  })

  it('bad input 70: passes over aborted and control records without an alarm', async () => {
    const topic = await makeTopic()
    const producer = transactionalProducer(freshName('transaction'))
    await producer.connect()
    for (const [value, ending] of [
      ['a', 'commit'],
      ['b', 'abort'],
      ['c', 'commit'],
      ['d', 'abort'],
    ] as const) {
      const transaction = await producer.transaction()
      await transaction.send({ topic, messages: [{ value }] })
      await transaction[ending]()
    }
    await producer.disconnect()
    await produce(topic, [{ value: 'e' }])
    const source = open(topic)
    const values = (await readAndCommit(source, 3)).map(each => String(each.value))
    expect(values).toEqual(['a', 'c', 'e'])
    expect(source.lag()[0]?.records).toBe(0)
  })

  it('goes on after the line was cut, without a loss', async () => {
    const topic = await makeTopic({ numPartitions: 2 })
    const line = openLine()
    const source = open(topic, { connection: line.connection })
    const seen = new Set<string>()
    const work = (async () => {
      for await (const batch of source.batches()) {
        for (const record of batch.records) seen.add(String(record.value))
        await batch.commit()
      }
    })()
    await produce(
      topic,
      numbered(100, 2).map(({ partition, value }) => ({ partition, value: `1-${value}` })),
    )
    await until(() => seen.size === 100)
    line.cut()
    await until(() => source.status().outage !== undefined)
    await produce(
      topic,
      numbered(100, 2).map(({ partition, value }) => ({ partition, value: `2-${value}` })),
    )
    line.mend()
    await until(() => seen.size === 200)
    await until(() => source.status().outage === undefined)
    await source.stop()
    await work
  })
})

describe('gaps', () => {
  const upTo = async (topic: string, groupId: string, count: number): Promise<void> => {
    const source = open(topic, { groupId, batchRecordsMax: count })
    await (await firstBatch(source)).commit()
    await source.close()
  }
  const ten = Array.from({ length: 10 }, (_, i) => ({ value: `${i}` }))

  it('refuses to run past records that were deleted before they were read, and leaves the position alone', async () => {
    const topic = await makeTopic()
    const groupId = freshName('group')
    await produce(topic, ten)
    await upTo(topic, groupId, 4)
    await withAdmin(async admin => {
      await admin.fetchTopicOffsets(topic) // kafkajs deletes only from topics that it has met
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '7' }] })
    })
    const failure = await firstBatch(open(topic, { groupId })).catch(error => error)
    expect(failure).toBeInstanceOf(Outage)
    expect(failure.message).toContain(
      `${topic}[0]: offsets 4 to 6 were deleted before they were read (the log begins at 7`,
    )
    expect(await committed(groupId, topic)).toEqual([4])
  })

  it('refuses to start before a log that is shorter than its position', async () => {
    const topic = await makeTopic()
    const groupId = freshName('group')
    await produce(topic, ten)
    await upTo(topic, groupId, 10)
    const setOffset = { groupId, topic, partitions: [{ partition: 0, offset: '50' }] }
    await withAdmin(admin => admin.setOffsets(setOffset))
    const failure = await firstBatch(open(topic, { groupId })).catch(error => error)
    expect(failure).toBeInstanceOf(Outage)
    expect(failure.message).toContain(`${topic}[0]: offset 50 lies past the end of the log at 10`)
    expect(await committed(groupId, topic)).toEqual([50])
  })
})

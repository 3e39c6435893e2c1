import kafkajs from 'kafkajs'
import { afterEach, describe, expect, it } from 'vitest'
import { createKafkaSink, type KafkaSink, type KafkaSinkOptions } from '../../src/kafka/sink.ts'
import { Outage } from '../../src/model/problem.ts'
import type { Output } from '../../src/ports.ts'
import { until } from '../contracts/event-source.ts'
import { brokers, freshName, makeTopic, openLine, withAdmin } from './broker.ts'

const opened: KafkaSink[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(sink => sink.close()))
})

function open(options: Partial<KafkaSinkOptions> & Pick<KafkaSinkOptions, 'topics'>): KafkaSink {
  const sink = createKafkaSink({ connection: { brokers }, ...options })
  opened.push(sink)
  return sink
}

const decisions = (count: number, bytes: number): Output[] =>
  Array.from({ length: count }, (_, i) => ({ topic: 'decisions', key: 'one', value: `${i}`.padEnd(bytes, 'x') }))

const recordsIn = async (topic: string): Promise<number> => {
  const ends = await withAdmin(admin => admin.fetchTopicOffsets(topic))
  return ends.reduce((sum, { high }) => sum + Number(high), 0)
}

describe('Kafka sink', () => {
  it('names every topic that is missing, and makes none', async () => {
    const topics = { decisions: freshName('absent'), reviews: freshName('absent') }
    const failure = await open({ topics })
      .connect()
      .catch(error => error)
    expect(failure).toBeInstanceOf(Outage)
    expect(failure.message).toContain(`topics \`${topics.decisions}\`, \`${topics.reviews}\` do not exist`)
    expect(await withAdmin(admin => admin.listTopics())).not.toContain(topics.decisions)
  })

  it('waits out an outage, reports it, and writes everything', async () => {
    const topic = await makeTopic()
    const line = openLine()
    const outages: (string | undefined)[] = []
    const sink = open({
      connection: line.connection,
      topics: { decisions: topic },
      onStatus: each => outages.push(each),
    })
    await sink.connect()
    line.cut()
    let isDone = false
    const emitting = sink.emit(decisions(10, 100)).then(() => {
      isDone = true
    })
    await until(() => outages.length > 0)
    expect(isDone).toBe(false)
    line.mend()
    await emitting
    expect(outages.at(-1)).toBeUndefined()
    expect(await recordsIn(topic)).toBeGreaterThanOrEqual(10)
  })

  it('halves what a topic finds too large', async () => {
    const topic = await makeTopic({ configEntries: [{ name: 'max.message.bytes', value: '20000' }] })
    await open({ topics: { decisions: topic } }).emit(decisions(100, 1000))
    expect(await recordsIn(topic)).toBe(100)
  })

  it('waits with a single output that does not fit, says so, and goes on when there is room', async () => {
    const topic = await makeTopic({ configEntries: [{ name: 'max.message.bytes', value: '20000' }] })
    const outages: (string | undefined)[] = []
    const sink = open({ topics: { decisions: topic }, onStatus: each => outages.push(each) })
    const emitting = sink.emit([...decisions(3, 1000), ...decisions(1, 30_000)])
    await until(() => outages.length > 0)
    expect(outages[0]).toBe(
      `an output of 30000 bytes for key \`one\` is larger than topic \`${topic}\` takes: raise its max.message.bytes`,
    )
    expect(await recordsIn(topic)).toBe(3)
    await withAdmin(admin =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: topic,
            configEntries: [{ name: 'max.message.bytes', value: '40000' }],
          },
        ],
      }),
    )
    await emitting
    expect(outages.at(-1)).toBeUndefined()
    expect(await recordsIn(topic)).toBe(4)
  })

  it('does not claim success when it is closed in an outage', async () => {
    const topic = await makeTopic()
    const line = openLine()
    const sink = open({ connection: line.connection, topics: { decisions: topic } })
    await sink.connect()
    line.cut()
    const emitting = sink.emit(decisions(1, 10)).then(
      () => 'resolved',
      error => error,
    )
    await sink.close()
    expect(await emitting).toBeInstanceOf(Outage)
  })
})

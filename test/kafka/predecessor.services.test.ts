import { afterEach, describe, expect, it } from 'vitest'
import { createKafkaSource, type KafkaSource, type KafkaSourceOptions } from '../../src/kafka/source.ts'
import type { EventBatch } from '../../src/ports.ts'
import { until } from '../contracts/event-source.ts'
import { brokers, committed, freshName, makeTopic, openLine, produce, withAdmin } from './broker.ts'

/** So long that a test which waited for it would fail. */
const SESSION_TIMEOUT_MS = 1_000_000

const opened: KafkaSource[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(source => source.close()))
})

function open(options: Partial<KafkaSourceOptions> & Pick<KafkaSourceOptions, 'topics' | 'groupId'>): KafkaSource {
  const source = createKafkaSource({
    connection: { brokers },
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    heartbeatMs: 300,
    closeMsMax: 500,
    ...options,
  })
  opened.push(source)
  return source
}

const nextBatch = async (source: KafkaSource): Promise<EventBatch> => {
  const { value } = await source.batches()[Symbol.asyncIterator]().next()
  return value as EventBatch
}

const membersOf = (groupId: string): Promise<string[]> =>
  withAdmin(async admin => (await admin.describeGroups([groupId])).groups[0]!.members.map(each => each.memberId))

describe('a process that was started again', { timeout: 60_000 }, () => {
  it('takes its dead self out of the group and goes on at once', async () => {
    const topic = await makeTopic({ numPartitions: 2 })
    const groupId = freshName('group')
    await produce(topic, [
      { value: 'a', partition: 0 },
      { value: 'b', partition: 1 },
    ])
    const line = openLine()
    const dead = open({ topics: [topic], groupId, instance: 'shop-1', connection: line.connection })
    await nextBatch(dead)
    const [deadId] = await membersOf(groupId)
    line.cut()
    const again = open({ topics: [topic], groupId, instance: 'shop-1' })
    const batch = await nextBatch(again)
    expect(batch.isOwned()).toBe(true)
    expect(again.status().assigned).toBe(2)
    const members = await membersOf(groupId)
    expect(members).toHaveLength(1)
    expect(members).not.toContain(deadId)
  })

  it('does so beside others that live, and leaves them alone', async () => {
    const topic = await makeTopic({ numPartitions: 2 })
    const groupId = freshName('group')
    const line = openLine()
    const other = open({ topics: [topic], groupId, instance: 'shop-2' })
    void nextBatch(other)
    const dead = open({ topics: [topic], groupId, instance: 'shop-1', connection: line.connection })
    void nextBatch(dead).catch(() => undefined)
    await until(() => other.status().assigned === 1 && dead.status().assigned === 1)
    line.cut()
    const again = open({ topics: [topic], groupId, instance: 'shop-1' })
    void nextBatch(again)
    await until(() => other.status().assigned === 1 && again.status().assigned === 1)
    expect(await membersOf(groupId)).toHaveLength(2)
    await produce(topic, [
      { value: 'a', partition: 0 },
      { value: 'b', partition: 1 },
    ])
  })

  it('fences one of its name that lives after all: what that one commits is refused', async () => {
    const topic = await makeTopic()
    const groupId = freshName('group')
    await produce(topic, [{ value: 'a' }])
    const zombie = open({ topics: [topic], groupId, instance: 'shop-1', heartbeatMs: 100_000 })
    const batch = await nextBatch(zombie)
    const again = open({ topics: [topic], groupId, instance: 'shop-1' })
    expect((await nextBatch(again)).records.map(each => String(each.value))).toEqual(['a'])
    expect(batch.isOwned()).toBe(true) // it has not heard of it yet
    await batch.commit()
    await until(() => !batch.isOwned())
    expect(await committed(groupId, topic)).toEqual([-1])
  })

  it('of another name waits for the session of the dead one', async () => {
    const topic = await makeTopic()
    const groupId = freshName('group')
    await produce(topic, [{ value: 'a' }])
    const line = openLine()
    const dead = open({
      topics: [topic],
      groupId,
      instance: 'shop-1',
      connection: line.connection,
      sessionTimeoutMs: 3000,
    })
    await nextBatch(dead)
    const [deadId] = await membersOf(groupId)
    line.cut()
    const another = open({ topics: [topic], groupId, instance: 'shop-3' })
    const waiting = nextBatch(another)
    await until(() => another.status().assigned === 0)
    expect(await membersOf(groupId)).toContain(deadId)
    expect((await waiting).records).toHaveLength(1)
  })
})

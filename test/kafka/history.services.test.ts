import { expect, test } from 'vitest'
import { createKafkaHistory } from '../../src/kafka/history.ts'
import { brokers, freshName, makeTopic } from './broker.ts'

test('says for how long a topic keeps records', async () => {
  const keepsMs = async (entries: Record<string, string>): Promise<number | undefined> => {
    const configEntries = Object.entries(entries).map(([name, value]) => ({ name, value }))
    const topic = await makeTopic({ configEntries })
    const connection = { brokers, clientId: 'test' }
    return createKafkaHistory({ connection, topics: [topic], groupId: freshName('group') }).keepsMs(topic)
  }
  expect(await keepsMs({ 'retention.ms': '3600000' })).toBe(3_600_000)
  expect(await keepsMs({ 'retention.ms': '-1' })).toBe(Number.POSITIVE_INFINITY)
  expect(await keepsMs({ 'cleanup.policy': 'compact' })).toBe(Number.POSITIVE_INFINITY)
})

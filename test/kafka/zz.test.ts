import { it } from 'vitest'
import kafkajs from 'kafkajs'
import { createKafkaSource } from '../../src/kafka/source.ts'
import { createKafkaSink } from '../../src/kafka/sink.ts'
it('speed', async () => {
  const connection = { brokers: ['127.0.0.1:29092'], onLog: (l: string, m: string, d: object) => console.log(l, m, JSON.stringify(d).slice(0, 300)) }
  const topic = 'bench-' + Date.now()
  const admin = new kafkajs.Kafka({ brokers: connection.brokers, logLevel: 0 }).admin()
  await admin.connect(); await admin.createTopics({ topics: [{ topic, numPartitions: 12 }] })
  const sink = createKafkaSink({ connection, topics: { decisions: topic } })
  await sink.connect()
  const value = JSON.stringify({ id: 'pay_1', x: 'y'.repeat(480) })
  const N = 300000
  let c = process.cpuUsage(), t = performance.now()
  for (let i = 0; i < N; i += 1000) {
    await sink.emit(Array.from({ length: 1000 }, (_, j) => ({ topic: 'decisions' as const, key: 'pay_' + (i + j), value, headers: { 'tripline-ruleset': 'abcdef', 'tripline-processed-at': '2026-01-01' } })))
  }
  let ms = performance.now() - t; let u = process.cpuUsage(c)
  console.log('produced', Math.round(N / ms * 1000), '/s', ((u.user + u.system) / N).toFixed(2), 'us cpu each')
  for (const round of [1, 2, 3]) {
  const source = createKafkaSource({ connection, topics: [topic], groupId: 'g' + Date.now(), onStatus: s => console.log(JSON.stringify(s)) })
  let n = 0, b = 0; let first = 0
  c = process.cpuUsage()
  for await (const batch of source.batches()) {
    if (!first) first = performance.now()
    n += batch.records.length; b++
    await batch.commit()
    if (n >= N) await source.stop()
  }
  ms = performance.now() - first; u = process.cpuUsage(c)
  console.log('consumed', n, b, Math.round(N / ms * 1000), '/s', ((u.user + u.system) / N).toFixed(2), 'us cpu each', JSON.stringify(source.lag().slice(0, 2)))
  t = performance.now(); await source.close(); console.log('close', performance.now() - t)
  }
  await sink.close(); await admin.disconnect()
}, 100000)

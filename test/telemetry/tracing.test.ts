import { expect, test } from 'vitest'
import type { BatchSummary } from '../../src/pipeline.ts'
import { startSummary } from '../../src/pipeline-summary.ts'
import type { Output } from '../../src/ports.ts'
import { collectingLog } from '../../src/telemetry/log.ts'
import { openTracing } from '../../src/telemetry/tracing.ts'
import { countingRuleset, payment, play } from '../pipeline/play.ts'
import { type ReceivedSpan, startSpanReceiver } from './span-receiver.ts'

const STAGES = ['decode', 'enrich', 'count', 'evaluate', 'emit', 'commit']
const attributesOf = ({ attributes }: Pick<ReceivedSpan, 'attributes'>) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

test('each batch is a span with its stages inside, and leads to what was flagged or refused in it', async () => {
  const receiver = await startSpanReceiver()
  const log = collectingLog()
  const tracing = openTracing({ url: receiver.url, instance: 'a', log })
  const ruleset = await countingRuleset({ n: '{ count: payments, by: card.fingerprint, window: 1h }' })
  const values = [payment('p1', 0), '{"id":', payment('p2', 1), payment('p3', 2)]
  const { outputs } = await play(ruleset, values, {
    clock: { nowMs: () => Date.now() },
    onBatch: batch => tracing.batch(batch),
  })
  await tracing.close()

  expect(receiver.resource).toEqual({ 'service.name': 'tripline', 'service.instance.id': 'a' })
  const batches = receiver.spans.filter(({ name }) => name === 'batch')
  expect(batches.map(each => attributesOf(each)['messaging.batch.message_count'])).toEqual([3, 1])
  for (const batch of batches) {
    const inside = receiver.spans.filter(({ parentSpanId }) => parentSpanId === batch.spanId)
    expect(inside.map(({ name }) => name)).toEqual(STAGES)
    expect(new Set(inside.map(({ traceId }) => traceId))).toEqual(new Set([batch.traceId]))
    for (const each of inside) {
      expect(BigInt(each.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(batch.startTimeUnixNano))
      expect(BigInt(each.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(each.startTimeUnixNano))
    }
  }
  const letter = outputs.find(({ topic }) => topic === 'dead-letters')
  expect(batches[0]?.links).toMatchObject([{ traceId: letter?.headers?.traceparent?.slice(3, 35) }])
  expect(batches[1]?.links ?? []).toEqual([])
  expect(attributesOf(batches[0]!)).toMatchObject({ 'tripline.ruleset': ruleset.hash, 'tripline.dead_letters': 1 })
  expect(log.lines).toEqual([])
})

/** A batch of the given second whose work took so long. */
function batchAt(finishedAtMs: number, tookMs = 1): BatchSummary {
  const summary = startSummary([], 'abc')
  summary.stageBeganMs.decode = finishedAtMs - tookMs
  summary.finish(finishedAtMs)
  return summary
}

test('a busy second gives at most twenty spans, and slow batches all the same', async () => {
  const receiver = await startSpanReceiver()
  const tracing = openTracing({ url: `${receiver.url}/v1/traces`, instance: 'a', log: collectingLog() })
  for (let i = 0; i < 500; i++) tracing.batch(batchAt(10_000 + i))
  tracing.batch(batchAt(10_900, 2_000))
  tracing.batch(batchAt(11_000))
  await tracing.close()
  expect(receiver.spans.filter(({ name }) => name === 'batch')).toHaveLength(22)
})

test('links end where the specification ends them', async () => {
  const receiver = await startSpanReceiver()
  const tracing = openTracing({ url: receiver.url, instance: 'a', log: collectingLog() })
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const outputs = Array.from(
    { length: 400 },
    (): Output => ({ topic: 'reviews', key: 'k', value: '', headers: { traceparent } }),
  )
  const summary = startSummary([], 'abc')
  summary.finish(5_000, outputs)
  tracing.batch(summary)
  await tracing.close()
  expect(receiver.spans[0]?.links).toHaveLength(128)
})

test('a receiver that is away is told once, and nobody waits for it', async () => {
  const receiver = await startSpanReceiver()
  const log = collectingLog()
  receiver.isDown = true
  const first = openTracing({ url: receiver.url, instance: 'a', log })
  for (let i = 0; i < 600; i++) first.batch(batchAt(1_000 * i))
  await first.close()
  expect(log.lines.map(({ message }) => message)).toEqual(['spans cannot be delivered and are dropped; payments go on'])
})

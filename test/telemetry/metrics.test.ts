import fc from 'fast-check'
import { Histogram, Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import type { Decision } from '../../src/model/decision.ts'
import { startSummary } from '../../src/pipeline-summary.ts'
import type { EventRecord } from '../../src/ports.ts'
import { BulkHistogram } from '../../src/telemetry/bulk-histogram.ts'
import { createMetrics } from '../../src/telemetry/create-metrics.ts'
import { type DeclaredMetric, METRICS } from '../../src/telemetry/metrics.ts'
import { metricsMarkdown } from '../../src/telemetry/metrics-page.ts'

const record = (timestampMs?: number): EventRecord => ({
  topic: 'payments',
  partition: 0,
  offset: 0n,
  key: null,
  value: null,
  ...(timestampMs === undefined ? {} : { timestampMs }),
})

const decision = (part: Partial<Decision>): Decision => ({
  paymentId: 'p',
  occurredAt: '2026-11-21T10:15:30.123Z',
  action: 'allow',
  score: 0,
  ruleset: 'abc',
  hits: [],
  ...part,
})

/** The value of one series as it is scraped, written as Prometheus writes it. */
async function scraped(metrics: { registry: Registry }): Promise<(series: string) => number | undefined> {
  const lines = (await metrics.registry.metrics()).split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const values = new Map(
    lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  )
  return series => values.get(series)
}

test('one batch ends in every figure that it carries', async () => {
  const metrics = createMetrics({ processMetrics: false })
  const summary = startSummary([record(1000), record(1500), record()], 'abc')
  const hit = { rule: 'r1', mode: 'live', score: 1, reason: '' } as const
  summary.decided(decision({ action: 'review', hits: [hit], queue: 'card-testing', priority: 'high' }))
  summary.undecided('r3')
  summary.decided(decision({ hits: [], shadowHits: [{ ...hit, rule: 'r2', mode: 'shadow' }] }))
  summary.judged('new')
  summary.judged('duplicate')
  summary.rejected('unsafe-number', record())
  summary.warned(['zero-amount', 'near-duplicate'])
  summary.ignored('tombstone')
  summary.stageSeconds.decode = 0.02
  summary.finish(2000)
  metrics.batch(summary)
  metrics.batch(summary)
  const value = await scraped(metrics)
  expect(value('tripline_payments_total{action="review"}')).toBe(2)
  expect(value('tripline_payments_total{action="allow"}')).toBe(2)
  expect(value('tripline_payments_total{action="block"}')).toBe(0)
  expect(value('tripline_rule_hits_total{rule="r1",mode="live"}')).toBe(2)
  expect(value('tripline_rule_hits_total{rule="r2",mode="shadow"}')).toBe(2)
  expect(value('tripline_rule_flags_total{rule="r1",action="review"}')).toBe(2)
  expect(value('tripline_reviews_total{queue="card-testing",priority="high",action="review"}')).toBe(2)
  expect(value('tripline_dead_letter_sources_total{topic="payments",partition="0"}')).toBe(2)
  expect(value('tripline_rule_unknown_total{rule="r3"}')).toBe(2)
  expect(value('tripline_events_total{verdict="duplicate"}')).toBe(2)
  expect(value('tripline_dead_letters_total{code="unsafe-number"}')).toBe(2)
  expect(value('tripline_warnings_total{code="zero-amount"}')).toBe(2)
  expect(value('tripline_ignored_records_total{reason="tombstone"}')).toBe(2)
  expect(value('tripline_stage_seconds_sum{stage="decode"}')).toBeCloseTo(0.04)
  expect(value('tripline_stage_seconds_count{stage="commit"}')).toBe(2)
  expect(value('tripline_batch_records_sum')).toBe(6)
  expect(value('tripline_payment_latency_seconds_count')).toBe(4)
  expect(value('tripline_payment_latency_seconds_sum')).toBeCloseTo(3)
  expect(value('tripline_payment_latency_seconds_bucket{le="0.5"}')).toBe(2)
})

test('a clock behind the broker gives latency 0, never a negative one', async () => {
  const metrics = createMetrics({ processMetrics: false })
  const summary = startSummary([record(5000)], 'abc')
  summary.finish(4000)
  metrics.batch(summary)
  expect((await scraped(metrics))('tripline_payment_latency_seconds_sum')).toBe(0)
})

test('a new ruleset replaces the hash, and rules that never hit show as 0', async () => {
  const metrics = createMetrics({ processMetrics: false })
  metrics.ruleset({ hash: 'old', rules: [{ name: 'r0', mode: 'live' }] })
  const rules = [{ name: 'r1', mode: 'live' } as const, { name: 'r2', mode: 'shadow' } as const]
  metrics.ruleset({ hash: 'new', rules })
  const value = await scraped(metrics)
  expect(value('tripline_ruleset_info{hash="old"}')).toBeUndefined()
  expect(value('tripline_ruleset_info{hash="new"}')).toBe(1)
  expect(value('tripline_ruleset_rules{mode="shadow"}')).toBe(1)
  expect(value('tripline_rule_info{rule="r2",mode="shadow"}')).toBe(1)
  expect(value('tripline_rule_info{rule="r0",mode="live"}')).toBeUndefined()
  expect(value('tripline_rule_hits_total{rule="r2",mode="shadow"}')).toBe(0)
  expect(value('tripline_rule_hits_total{rule="r2",mode="live"}')).toBeUndefined()
})

test('lag and velocity figures are asked for at each scrape', async () => {
  const metrics = createMetrics({ processMetrics: false })
  expect((await scraped(metrics))('tripline_redis_round_trips_total')).toBe(0)
  const folding = { logsFolded: 3, eventsFolded: 300, logsCompacted: 4 }
  const use = { roundTrips: 7, cacheBytes: 100, cacheHits: 5, cacheMisses: 2, cacheEvictions: 1, ...folding }
  let lag = [
    { topic: 'payments', partition: 0, records: 12 },
    { topic: 'payments', partition: 1, records: 0 },
  ]
  metrics.watchLag(() => lag)
  metrics.watchVelocity(() => use)
  await scraped(metrics)
  use.roundTrips = 9
  lag = lag.slice(0, 1)
  const value = await scraped(metrics)
  expect(value('tripline_redis_round_trips_total')).toBe(9)
  expect(value('tripline_velocity_cache_bytes')).toBe(100)
  expect(value('tripline_velocity_folds_total')).toBe(3)
  expect(value('tripline_velocity_events_folded_total')).toBe(300)
  expect(value('tripline_velocity_compactions_total')).toBe(4)
  expect(value('tripline_lag_records{topic="payments",partition="0"}')).toBe(12)
  expect(value('tripline_lag_records{topic="payments",partition="1"}')).toBeUndefined()
})

test('what calls of Redis cost', async () => {
  const metrics = createMetrics({ processMetrics: false })
  metrics.redisCall({ seconds: 0.002, bytesSent: 100, bytesReceived: 30 })
  metrics.redisCall({ seconds: 0.5, bytesSent: 50, bytesReceived: 0 })
  const value = await scraped(metrics)
  expect(value('tripline_redis_call_seconds_count')).toBe(2)
  expect(value('tripline_redis_call_seconds_bucket{le="0.0025"}')).toBe(1)
  expect(value('tripline_redis_bytes_total{direction="sent"}')).toBe(150)
  expect(value('tripline_redis_bytes_total{direction="received"}')).toBe(30)
})

test('outages go up and down, and known dependencies begin at 0', async () => {
  const metrics = createMetrics({ processMetrics: false })
  metrics.outage('redis', true)
  metrics.outage('kafka', true)
  metrics.outage('kafka', false)
  const value = await scraped(metrics)
  expect(['redis', 'kafka', 'registry'].map(each => value(`tripline_outage_active{dependency="${each}"}`))).toEqual([
    1, 0, 0,
  ])
})

describe('the declaration', () => {
  const declared = Object.values<DeclaredMetric>(METRICS)

  test('is what is registered, no more and no less', async () => {
    const registered = await createMetrics({ processMetrics: false }).registry.getMetricsAsJSON()
    const shape = ({ name, type }: { name: string; type: unknown }) => `${name} ${type}`
    expect(registered.map(shape).sort()).toEqual(declared.map(shape).sort())
  })

  test('names end in their unit: counters in _total, times in _seconds, sizes in _bytes', () => {
    for (const { name, type, help } of declared) {
      expect(name.endsWith('_total'), name).toBe(type === 'counter')
      expect(name, name).toMatch(/^tripline(_[a-z]+){2,5}$/)
      expect(name).not.toMatch(/_ms$|_count$|_sum$/)
      expect(help, name).toMatch(/^[^\n|]{10,140}\.$/)
    }
  })

  test('docs/metrics.md is made from it; renew it with vitest -u', async () => {
    await expect(metricsMarkdown()).toMatchFileSnapshot('../../docs/metrics.md')
  })

  test('the metrics of the process come on top', async () => {
    const text = await createMetrics().registry.metrics()
    expect(text).toContain('process_cpu_seconds_total')
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
  })
})

test('a bulk histogram is scraped byte for byte like the histogram it stands for', async () => {
  const value = fc.oneof(fc.integer({ min: -5, max: 200 }), fc.constantFrom(1, 5, 10, 100, 0.5))
  await fc.assert(
    fc.asyncProperty(fc.array(value), async values => {
      const options = { name: 'x', help: 'Something.', buckets: [1, 5, 10, 100] }
      const [one, other] = [new Registry(), new Registry()]
      const bulk = new BulkHistogram({ ...options, registers: [one] })
      const plain = new Histogram({ ...options, registers: [other] })
      for (const each of values) {
        bulk.add(each)
        plain.observe(each)
      }
      expect(await one.metrics()).toBe(await other.metrics())
      expect(await one.getMetricsAsJSON()).toMatchObject([{ name: 'x', type: 'histogram' }])
    }),
  )
})

import { spawn } from 'node:child_process'
import { Registry } from 'prom-client'
import { inject, onTestFinished } from 'vitest'
import { createDeskMetrics, type DeskMetrics } from '../../../src/telemetry/desk-metrics.ts'
import { startHealthServer } from '../../../src/telemetry/health.ts'
import { createReadiness } from '../../../src/telemetry/readiness.ts'
import { Stage, type Worker } from '../../end-to-end/stage.ts'
import { ownRedis } from '../../faults/outages/own-redis.ts'
import { type PrometheusServer, startPrometheus } from '../../services/prometheus.ts'
import { waitUntil } from '../../services/wait-until.ts'
import { oddRecords, oneBusyAddress, outcomesOf } from './records-of-run.ts'
import { RulesOfRun } from './rules-of-run.ts'

export interface WatchedRun {
  prometheus: PrometheusServer
  workers: readonly Worker[]
  beganMs: number
}

/** Ample: what is waited for comes within seconds on a machine that has time for it. */
const SEEN_MS = 180_000
const BUSY_PAYMENTS = 3_500

/**
 * Two processes of the built command over real Kafka and a Redis of their own, and a desk, scraped by a real Prometheus
 * while everything happens that a dashboard shows: flagged, refused, repeated and late records, outcomes, folding, a
 * refused and a good reload, an outage and a loss of Redis, resolutions. Each is waited for until Prometheus has seen it.
 */
export async function watchedRun(): Promise<WatchedRun> {
  const redis = await ownRedis()
  const stage = new Stage({
    kafkaBrokers: inject('kafkaBrokers'),
    registryUrl: inject('registryUrl'),
    redisUrl: redis.url,
  })
  onTestFinished(() => stage.close())
  await stage.open({ partitions: 2 })
  const rules = new RulesOfRun()
  const settings = {
    TRIPLINE_RULES_DIR: rules.dir,
    TRIPLINE_REDIS_COMMAND_TIMEOUT_MS: '1000',
    TRIPLINE_VELOCITY_KEY_EVENTS_MAX: '1000',
    TRIPLINE_VELOCITY_CACHE_BYTES_MAX: '1MiB',
    TRIPLINE_SECRET_NEXT: 'the secret that comes next',
  }
  const workers = [await stage.startWorker(settings), await stage.startWorker(settings)]
  const desk = await startDesk()
  const prometheus = await startPrometheus({
    tripline: workers.map(({ port }) => `127.0.0.1:${port}`),
    'tripline-desk': [`127.0.0.1:${desk.port}`],
  })
  onTestFinished(() => prometheus.stop())
  const beganMs = Date.now()
  const sees = (query: string) =>
    waitUntil(`\`${query}\` in Prometheus`, SEEN_MS, async () => (await prometheus.ask(query)).length > 0)

  startFeeding(stage)
  const odd = async (round: number) => {
    await stage.produce(oddRecords(Date.now(), round))
    await stage.produce(outcomesOf(Date.now(), round), 'outcomes')
  }
  await odd(1)
  workDesk(desk.metrics)
  await sees('tripline_dead_letters_total{code="id-conflict"} > 0')
  await sees('tripline_outcomes_total{verdict="parked"} > 0')
  await sees('tripline_rule_labelled_hits_total{label="fraud"} > 0')
  await stage.produce(oneBusyAddress(Date.now(), BUSY_PAYMENTS))
  await odd(2)
  workDesk(desk.metrics)
  await sees('increase(tripline_rule_labelled_hits_total{label="fraud"}[1m]) > 0')
  await sees('sum(tripline_outcomes_matched_total) > 0')
  await sees('sum(tripline_velocity_folds_total) > 0 and sum(tripline_approximate_decisions_total) > 0')
  await sees('sum(tripline_next_secret_records_total) > 0')

  rules.spoil()
  await sees('sum(tripline_ruleset_refused) == 2')
  rules.mend(61)
  await sees('sum(tripline_ruleset_refused) == 0 and sum(tripline_ruleset_reloads_total{result="applied"}) == 2')

  await redis.kill()
  await sees('sum(tripline_outage_active{dependency="redis"}) == 2')
  await redis.start()
  await sees('sum(tripline_rebuilds_total) > 0 and sum(tripline_rebuilt_records_total) > 0')
  await sees('sum(tripline_outage_active) == 0 and sum(tripline_rebuild_records_left) == 0')
  await odd(3)
  await sees('sum(tripline_dead_letters_total{code="id-conflict"}) >= 3')
  return { prometheus, workers, beganMs }
}

/** Made-up payments with fraud among them, at an even pace, until the test ends. */
function startFeeding(stage: Stage): void {
  const args = ['dist/main.js', 'generate', '--to', 'kafka', '--rate', '150', '--count', '100000']
  const generator = spawn(process.execPath, [...args, '--fraud-share', '0.2'], {
    env: { PATH: process.env.PATH, ...stage.environment() },
    stdio: 'ignore',
  })
  onTestFinished(() => void generator.kill('SIGKILL'))
}

async function startDesk(): Promise<{ port: number; metrics: DeskMetrics }> {
  const registry = new Registry()
  const metrics = createDeskMetrics(registry)
  const server = await startHealthServer({ host: '127.0.0.1', port: 0, registry, readiness: createReadiness() })
  onTestFinished(() => server.close())
  return { port: server.port, metrics }
}

function workDesk(metrics: DeskMetrics): void {
  metrics.watchCases(async () => [
    { kind: 'payment', queue: 'general', priority: 'normal', open: 12, oldestAgeSeconds: 7_200 },
    { kind: 'payment', queue: 'large-orders', priority: 'high', open: 3, oldestAgeSeconds: 90 },
    { kind: 'dispute', queue: 'large-orders', priority: 'high', open: 1, oldestAgeSeconds: 9_000 },
    { kind: 'payment', queue: 'blocked', priority: 'urgent', open: 2, oldestAgeSeconds: 30 },
  ])
  for (const label of ['fraud', 'legit', 'legit', 'unknown'] as const) {
    metrics.resolved({ kind: 'payment', queue: 'large-orders', label })
    metrics.labelledHit('large-by-hand', label)
  }
}

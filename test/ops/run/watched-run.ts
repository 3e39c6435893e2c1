import { spawn } from 'node:child_process'
import { inject, onTestFinished } from 'vitest'
import { Stage, type Worker } from '../../end-to-end/stage.ts'
import { ownRedis } from '../../faults/outages/own-redis.ts'
import { newDatabase } from '../../services/postgres.ts'
import { type PrometheusServer, startPrometheus } from '../../services/prometheus.ts'
import { waitUntil } from '../../services/wait-until.ts'
import { DeskOfRun } from './desk-of-run.ts'
import { IntakeOfRun } from './intake-of-run.ts'
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
 * Two processes of the built command over real Kafka and a Redis of their own, a desk over real PostgreSQL and two intakes,
 * scraped by a real Prometheus while everything happens that a dashboard shows: flagged, refused, repeated and late records,
 * outcomes, folding, a refused and a good reload, an outage and a loss of Redis, resolutions, bodies of gateways. Each is
 * waited for until Prometheus has seen it.
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
  const databaseUrl = await newDatabase(inject('postgresUrl'))
  const desk = await DeskOfRun.start({ stage, databaseUrl, rulesDir: rules.dir })
  const intake = await IntakeOfRun.start(stage)
  const prometheus = await startPrometheus({
    tripline: workers.map(({ port }) => `127.0.0.1:${port}`),
    'tripline-desk': [`127.0.0.1:${desk.port}`],
    'tripline-intake': intake.httpPorts.map(port => `127.0.0.1:${port}`),
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
  await intake.post()
  await sees('tripline_dead_letters_total{code="id-conflict"} > 0')
  await sees('tripline_outcomes_total{verdict="parked"} > 0')
  await sees('sum(tripline_cases_open{kind="review"}) > 10 and sum(tripline_cases_open{priority="urgent"}) > 0')
  await desk.resolveTwo()
  await sees('sum(tripline_rule_labelled_hits_total{label="fraud"}) > 0')
  await stage.produce(oneBusyAddress(Date.now(), BUSY_PAYMENTS))
  await odd(2)
  await intake.post()
  await desk.resolveTwo()
  await sees('sum(increase(tripline_cases_resolved_total{label="fraud"}[1m])) > 0')
  await sees('sum(tripline_outcomes_matched_total) > 0')
  await sees('sum(tripline_velocity_folds_total) > 0 and sum(tripline_approximate_decisions_total) > 0')
  await sees('sum(tripline_next_secret_records_total) > 0')

  rules.spoil()
  await sees('sum(tripline_ruleset_refused) == 3')
  rules.mend(61)
  await sees('sum(tripline_ruleset_refused) == 0 and sum(tripline_ruleset_reloads_total{result="applied"}) == 3')

  await redis.kill()
  await sees('sum(tripline_outage_active{dependency="redis"}) == 2')
  await redis.start()
  await sees('sum(tripline_rebuilds_total) > 0 and sum(tripline_rebuilt_records_total) > 0')
  await sees('sum(tripline_outage_active{job="tripline"}) == 0 and sum(tripline_rebuild_records_left) == 0')
  await odd(3)
  await intake.post()
  await sees('sum(increase(tripline_intake_requests_total{result="stored"}[30s])) > 0')
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

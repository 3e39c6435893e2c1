import { generatePayments } from '../src/generator/generate-payments.ts'
import { type Addresses, Stage, type Worker } from '../test/end-to-end/stage.ts'
import { waitUntil } from '../test/services/wait-until.ts'
import { micros, printTable, whole } from './print.ts'

/** Part of the records is left out of the figures: starting up, joining the group, warming the compiler. */
const WARM_UP_SHARE = 0.2
const STAGES = ['decode', 'enrich', 'count', 'evaluate', 'emit', 'commit']

/** `tripline run` over a real broker and a real Redis, with everything produced beforehand: how fast does it drain? */
export async function benchRealPath(
  addresses: Addresses,
  { rules, payments, partitions }: { rules: string; payments: number; partitions: number },
): Promise<void> {
  const stage = new Stage(addresses)
  await stage.open({ partitions })
  const messages = []
  for (const { payment } of generatePayments({ count: payments, seed: 7 })) {
    messages.push({ key: String(payment.id), value: JSON.stringify(payment) })
  }
  await stage.produce(messages)

  const worker = await stage.startWorker({ TRIPLINE_RULES_DIR: rules, TRIPLINE_FORMAT: 'json' })
  const start = await reach(worker, payments * WARM_UP_SHARE)
  const end = await reach(worker, messages.length)
  const scored = end.records - start.records
  const seconds = (end.atMs - start.atMs) / 1000
  const cpuSeconds = end.cpuSeconds - start.cpuSeconds

  printTable(
    `run over Kafka and Redis, one process, ${partitions} partitions, 20 rules over 5 keys × 3 windows × count and sum`,
    [
      ['payments', whole(scored)],
      ['payments/s', whole(scored / seconds)],
      ['Node CPU, µs per payment', micros(cpuSeconds, scored)],
      ['processor share', `${((100 * cpuSeconds) / seconds).toFixed(0)} %`],
      ['Redis round trips per batch', ((end.roundTrips - start.roundTrips) / (end.batches - start.batches)).toFixed(2)],
      ['payments per batch', (scored / (end.batches - start.batches)).toFixed(0)],
      ['resident memory, MB', (end.residentBytes / 1e6).toFixed(0)],
    ],
  )
  printTable('  wall time by stage (emit and commit overlap the next batch), µs per payment', [
    STAGES,
    STAGES.map(each => micros((end.stages.get(each) ?? 0) - (start.stages.get(each) ?? 0), scored)),
  ])
  await worker.stop()
  await stage.close()
}

interface Sample {
  atMs: number
  records: number
  batches: number
  roundTrips: number
  cpuSeconds: number
  residentBytes: number
  stages: Map<string, number>
}

async function reach(worker: Worker, records: number): Promise<Sample> {
  return waitUntil(`${records} payments`, 300_000, async () => {
    const sample = readSample(await worker.metrics())
    return sample.records >= records ? sample : undefined
  })
}

function readSample(text: string): Sample {
  const sum = (name: string): number => {
    let total = 0
    for (const [, value] of text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))) total += Number(value)
    return total
  }
  const stages = new Map<string, number>()
  for (const [, stage, value] of text.matchAll(/^tripline_stage_seconds_sum\{stage="(\w+)"\} (\S+)$/gm)) {
    stages.set(stage!, Number(value))
  }
  return {
    atMs: performance.now(),
    records: sum('tripline_payments_total'),
    batches: sum('tripline_batch_records_count'),
    roundTrips: sum('tripline_redis_round_trips_total'),
    cpuSeconds: sum('process_cpu_seconds_total'),
    residentBytes: sum('process_resident_memory_bytes'),
    stages,
  }
}

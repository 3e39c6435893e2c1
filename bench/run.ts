/** `npm run bench [-- --quick]`, `-- --help` for the rest: prints what a payment costs on this machine. Never passes or fails. */
import { rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { startKafka } from '../test/services/kafka.ts'
import { startRedis } from '../test/services/redis.ts'
import { writeBenchRules } from './bench-rules.ts'
import { benchContests } from './contests.ts'
import { benchCurves } from './curves.ts'
import { benchEvaluate } from './evaluate.ts'
import { benchMachine } from './machine.ts'
import { type Part, readOptions } from './options.ts'
import { benchRealPath } from './real-path.ts'
import { benchRedisMemory } from './redis-memory.ts'
import { benchReload } from './reload.ts'
import { benchScore } from './score.ts'
import { benchVelocity } from './velocity.ts'
import { writeFigures } from './write-figures.ts'

const options = readOptions()
const { quick, parts } = options
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130)) // ends what was started
const rules = writeBenchRules()
process.once('exit', () => rmSync(rules, { recursive: true, force: true }))
const machine = `${cpus()[0]?.model.trim()} × ${cpus().length}, Node ${process.version}`
console.log(`${machine}${quick ? ', quick' : ''}`)

await inPart('score', async () => {
  const payments = quick ? 10_000 : 200_000
  await benchScore('score, starter rules', { rules: 'rules', payments })
  await benchScore('score, 20 rules over 5 keys × 3 windows × count and sum', { rules, payments })
})
await inPart('evaluate', async () => benchEvaluate({ rounds: quick ? 8 : 100 }))
await inPart('reload', () => benchReload({ rounds: quick ? 1 : 10, isShort: quick }))
await inPart('redis-memory', () => benchRedisMemory({ quick }))
await inPart('velocity', async () => {
  const redis = await startRedis('bench-redis')
  await benchVelocity(redis.url, { measured: quick ? 10_000 : 100_000 })
  await redis.stop()
})
if (
  ['machine', 'path', 'tripline', 'naive', 'flink', 'kafka-streams', 'curves'].some(part => parts.has(part as 'path'))
) {
  await overKafka()
}
process.exit(0)

/** Figures are written after each part, so that a run that is cut off leaves those that it had. */
async function inPart(part: Part, act: () => Promise<void>): Promise<void> {
  if (!parts.has(part)) return
  await act()
  write()
}

function write(): void {
  if (options.write !== undefined) writeFigures(options.write, machine)
}

async function overKafka(): Promise<void> {
  const broker = await startKafka('bench-kafka')
  try {
    await inPart('machine', () => benchMachine(broker, options))
    await inPart('path', async () => {
      const redis = await startRedis('bench-redis')
      const addresses = { kafkaBrokers: broker.brokers, redisUrl: redis.url, registryUrl: 'http://127.0.0.1:1' }
      await benchRealPath(addresses, { rules, payments: quick ? 20_000 : 400_000, partitions: 6 })
      await redis.stop()
    })
    await benchContests(broker, options)
    write()
    await inPart('curves', () => benchCurves(broker, options.curve))
  } finally {
    await broker.stop()
  }
}

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
import { readOptions } from './options.ts'
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

if (parts.has('score')) {
  const payments = quick ? 10_000 : 200_000
  await benchScore('score, starter rules', { rules: 'rules', payments })
  await benchScore('score, 20 rules over 5 keys × 3 windows × count and sum', { rules, payments })
}
if (parts.has('evaluate')) benchEvaluate({ rounds: quick ? 8 : 100 })
if (parts.has('reload')) await benchReload({ rounds: quick ? 1 : 10, isShort: quick })
if (parts.has('redis-memory')) await benchRedisMemory({ quick })
if (parts.has('velocity')) {
  const redis = await startRedis('bench-redis')
  await benchVelocity(redis.url, { measured: quick ? 10_000 : 100_000 })
  await redis.stop()
}
if (
  ['machine', 'path', 'tripline', 'naive', 'flink', 'kafka-streams', 'curves'].some(part => parts.has(part as 'path'))
) {
  await overKafka()
}
if (options.write !== undefined) writeFigures(options.write, machine)
process.exit(0)

async function overKafka(): Promise<void> {
  const broker = await startKafka('bench-kafka')
  try {
    if (parts.has('machine')) await benchMachine(broker, options)
    if (parts.has('path')) {
      const redis = await startRedis('bench-redis')
      const addresses = { kafkaBrokers: broker.brokers, redisUrl: redis.url, registryUrl: 'http://127.0.0.1:1' }
      await benchRealPath(addresses, { rules, payments: quick ? 20_000 : 400_000, partitions: 6 })
      await redis.stop()
    }
    await benchContests(broker, options)
    if (parts.has('curves')) await benchCurves(broker, options.curve)
  } finally {
    await broker.stop()
  }
}

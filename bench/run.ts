/** `npm run bench [-- --quick]`: prints what a payment costs on this machine. Never passes or fails. */
import { cpus } from 'node:os'
import { startServices } from '../test/services/start.ts'
import { writeBenchRules } from './bench-rules.ts'
import { benchEvaluate } from './evaluate.ts'
import { benchRealPath } from './real-path.ts'
import { benchRedisMemory } from './redis-memory.ts'
import { benchScore } from './score.ts'
import { benchVelocity } from './velocity.ts'

const quick = process.argv.includes('--quick')
const rules = writeBenchRules()
console.log(`${cpus()[0]?.model.trim()} × ${cpus().length}, Node ${process.version}${quick ? ', quick' : ''}`)

await benchScore('score, starter rules', { rules: 'rules', payments: quick ? 25_000 : 200_000 })
await benchScore('score, 20 rules over 5 keys × 3 windows × count and sum', {
  rules,
  payments: quick ? 25_000 : 200_000,
})

benchEvaluate({ rounds: quick ? 20 : 100 })

await benchRedisMemory({ quick })

const services = await startServices()
try {
  await benchVelocity(services.redisUrl, { measured: quick ? 20_000 : 100_000 })
  await benchRealPath(services, { rules, payments: quick ? 60_000 : 400_000, partitions: 6 })
} finally {
  await services.stop()
}
process.exit(0)

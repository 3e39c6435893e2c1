import { startKafkaProgram } from '../../test/services/kafka.ts'
import { naiveContender } from '../contenders/naive.ts'
import { flinkContenders, streamsContenders } from '../contenders/peers.ts'
import { triplineContender } from '../contenders/tripline.ts'
import { STANDARD_JOB } from '../job/job.ts'
import { STANDARD_SPREAD } from '../job/job-payments.ts'
import { contest } from './contest.ts'

const broker = await startKafkaProgram('bench-kafka')
const n = Number(process.argv[2])
const all = [
  triplineContender(),
  naiveContender('each-batch', 3000),
  naiveContender('each-message', 1000),
  ...flinkContenders(),
  ...streamsContenders(),
]
for (const each of all) {
  if (!each.name.includes(process.argv[3] ?? '')) continue
  const began = Date.now()
  try {
    const r = await contest(each, {
      broker,
      job: STANDARD_JOB,
      spread: STANDARD_SPREAD,
      payments: n,
      ...(process.argv[4] ? { paceSeconds: Number(process.argv[4]), paceRates: [2000, 5000] } : {}),
    })
    console.log(
      each.name,
      Math.round(r.payments / r.seconds),
      'cpu µs',
      Math.round((r.cpu.own / r.payments) * 1e6),
      'redis',
      Math.round((r.cpu.redis! / r.payments) * 1e6),
      'broker',
      Math.round((r.cpu.broker! / r.payments) * 1e6),
      'rss',
      Math.round(r.peakResidentBytes / 1e6),
      'b/key',
      Math.round(r.stateBytes / r.keys),
      'flagged',
      r.flagged,
      JSON.stringify(r.paces),
    )
  } catch (error) {
    console.log(each.name, error)
  }
  console.log((Date.now() - began) / 1000)
}
await broker.stop()
process.exit(0)

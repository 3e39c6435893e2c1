import type { Broker } from '../test/services/kafka.ts'
import { startRedis } from '../test/services/redis.ts'
import { celCost } from './machine/cel-cost.ts'
import { coldCosts } from './machine/cold-cost.ts'
import { echoLatency } from './machine/echo-latency.ts'
import { kafkajsCost } from './machine/kafkajs-cost.ts'
import { redisCommandCost } from './machine/redis-command-cost.ts'
import { printTable, whole } from './print.ts'

/** As they were on the machine by whose figures the aims for Tripline were set. */
const AIMED = {
  produceMicros: 8.6,
  consumedPerSecond: 347_000,
  echoMs: { p50: 2.2, p99: 13.4, p999: 20.6 },
  redisMicros: 6,
  celMicros: 0.3,
}

/** Figures without Tripline, so that its own can be read beside aims that were set on another machine. */
export async function benchMachine(
  broker: Broker,
  { quick, paceSeconds }: { quick: boolean; paceSeconds: number },
): Promise<void> {
  const redis = await startRedis('bench-redis')
  const redisMicros = await redisCommandCost(redis.url, quick ? 20_000 : 200_000)
  await redis.stop()
  const celMicros = celCost(quick ? 20_000 : 200_000)
  const colds = await coldCosts(quick ? 4_000 : 20_000)
  const { produceMicros, consumedPerSecond } = await kafkajsCost(broker, quick ? 20_000 : 200_000)
  const { p50Ms, p99Ms, p999Ms } = await echoLatency(broker, paceSeconds)
  printTable(
    'this machine, without Tripline; a ratio above 1 says that it is slower than the one by which the aims were set',
    [
      ['', 'where the aims were set', 'here', 'ratio'],
      costRow('kafkajs: producing a record, µs of CPU', AIMED.produceMicros, produceMicros),
      [
        'kafkajs: consuming, records/s',
        whole(AIMED.consumedPerSecond),
        whole(consumedPerSecond),
        (AIMED.consumedPerSecond / consumedPerSecond).toFixed(2),
      ],
      costRow('kafkajs: echo at 5,000/s, p50, ms', AIMED.echoMs.p50, p50Ms),
      costRow('kafkajs: echo at 5,000/s, p99, ms', AIMED.echoMs.p99, p99Ms),
      costRow('kafkajs: echo at 5,000/s, p99.9, ms', AIMED.echoMs.p999, p999Ms),
      costRow('ioredis: a command, µs of CPU', AIMED.redisMicros, redisMicros),
      costRow('CEL library: an expression, µs of CPU', AIMED.celMicros, celMicros),
    ],
  )
  printTable('what a pause costs on this machine: what lay in the caches of the processors is gone after it', [
    ['60 look-ups, µs of CPU', 'in one go', 'in pieces of 400, 5 ms apart', 'ratio'],
    ...colds.map(({ bytes, inOneGo, inPieces }) => [
      bytes < 1024 ? 'of one word' : `in ${whole(bytes / 1024)} KiB`,
      inOneGo.toFixed(2),
      inPieces.toFixed(2),
      (inPieces / inOneGo).toFixed(2),
    ]),
  ])
}

function costRow(figure: string, aimed: number, here: number): string[] {
  return [figure, String(aimed), here.toFixed(here < 1 ? 2 : 1), (here / aimed).toFixed(2)]
}

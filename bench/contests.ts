import type { Broker } from '../test/services/kafka.ts'
import { naiveContender } from './contenders/naive.ts'
import { flinkContenders, streamsContenders } from './contenders/peers.ts'
import { triplineContender } from './contenders/tripline.ts'
import type { Contender } from './contest/contender.ts'
import { type ContestResult, contest } from './contest/contest.ts'
import { printContests } from './contest/print-contests.ts'
import { STANDARD_JOB } from './job/job.ts'
import { STANDARD_SPREAD } from './job/job-payments.ts'
import type { BenchOptions } from './options.ts'

/** The rate of the issue that asked for this, and one that slower contenders can follow. */
const FIXED_RATES = [2000, 5000]

/** Lets the contenders that are asked for do the same job one after the other. */
export async function benchContests(broker: Broker, options: BenchOptions): Promise<void> {
  const { parts, payments, paceSeconds } = options
  const contenders = contendersOf(options)
  const results: ContestResult[] = []
  try {
    for (const [number, contender] of contenders.entries()) {
      console.log(`${number === 0 ? '\n' : ''}contender ${number + 1} of ${contenders.length}: ${contender.name}`)
      results.push(
        await contest(contender, {
          broker,
          job: STANDARD_JOB,
          spread: STANDARD_SPREAD,
          payments,
          ...(parts.has('latency') ? { paceSeconds, paceRates: FIXED_RATES } : {}),
        }),
      )
    }
  } finally {
    printContests(results) // also of those that went well before one that did not
  }
}

function contendersOf({ parts, naivePayments }: BenchOptions): Contender[] {
  return [
    ...(parts.has('tripline') ? [triplineContender()] : []),
    ...(parts.has('naive')
      ? [naiveContender('each-batch', naivePayments), naiveContender('each-message', naivePayments)]
      : []),
    ...(parts.has('flink') ? flinkContenders() : []),
    ...(parts.has('kafka-streams') ? streamsContenders() : []),
  ]
}

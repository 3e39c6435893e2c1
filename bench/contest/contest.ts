import { showProgress } from '../../src/cli/progress.ts'
import type { Broker } from '../../test/services/kafka.ts'
import { waitUntil } from '../../test/services/wait-until.ts'
import type { Job } from '../job/job.ts'
import { jobPayments, type Spread } from '../job/job-payments.ts'
import type { Contender, Entry } from './contender.ts'
import { DecisionCheck } from './decision-check.ts'
import { type Drain, drain } from './drain.ts'
import { type OpenCourse, openCourse } from './open-course.ts'
import { peakResidentBytes } from './process-use.ts'
import { type PaceOutcome, runPace } from './run-pace.ts'

export interface ContestOptions {
  broker: Broker
  job: Job
  spread: Spread
  payments: number
  partitions?: number
  /** Seconds of each pace; absent where latency is not asked for. */
  paceSeconds?: number
  /** Beside the shares of the highest rate: payments per second, tried only where the highest rate allows. */
  paceRates?: readonly number[]
}

export interface ContestResult extends Drain {
  contender: Contender
  /** Of all processes together. */
  peakResidentBytes: number
  stateBytes: number
  /** Different values of all keys. */
  keys: number
  /** Decisions that were held against the oracle. */
  checked: number
  paces: { share: number | undefined; rate: number; outcome: PaceOutcome }[]
}

const COMPLETE_MS_MAX = 60_000
/**
 * At a steady pace before any that is measured. Draining teaches a broker and a contender how to handle large requests only; in
 * the first seconds of small ones compilers are at work, and latency is theirs.
 */
const WARM_UP_SECONDS = 20
const SHARES = [0.25, 0.5, 0.75]

/** Lets one contender do the job, checks every decision against the oracle, and only then says what it took. */
export async function contest(contender: Contender, options: ContestOptions): Promise<ContestResult> {
  const { broker, job, spread, partitions, paceSeconds, paceRates = [] } = options
  const payment = jobPayments(spread)
  const payments = Math.min(options.payments, contender.paymentsMax ?? options.payments)
  const course = await openCourse(broker, job, partitions)
  const progress = showProgress(contender.name, payments)
  let entry: Entry | undefined
  try {
    await course.fill(payment, 0, payments)
    const emptyBytes = await course.redisBytes()
    entry = await contender.start(course)
    const drained = await drain(course, entry, payments, progress)
    const stateBytes = (await entry.stateBytes?.()) ?? (await course.redisBytes()) - emptyBytes

    const highest = drained.payments / drained.seconds
    const plan = [
      ...SHARES.map(share => ({ share, rate: Math.round(highest * share) })),
      ...paceRates.filter(rate => rate <= highest).map(rate => ({ share: undefined, rate })),
    ].sort((a, b) => a.rate - b.rate)
    let total = payments
    const paced = async (rate: number, seconds: number): Promise<PaceOutcome> => {
      progress.update(payments, `at ${rate} payments/s`)
      const outcome = await runPace(course, { rate, seconds, from: total, spread })
      total += outcome.payments
      await untilDecided(course, entry!, total)
      return outcome
    }
    const paces: ContestResult['paces'] = []
    if (paceSeconds !== undefined) {
      await paced(plan[0]!.rate, WARM_UP_SECONDS)
      for (const { share, rate } of plan) paces.push({ share, rate, outcome: await paced(rate, paceSeconds) })
    }
    const peak = entry.pids.reduce((sum, pid) => sum + peakResidentBytes(pid), 0)
    const check = new DecisionCheck(job, payment, total)
    await holdAgainst(check, course)
    await entry.stop()
    entry = undefined
    const { payments: checked } = check.finish()
    const keys = countKeys(payment, payments, job)
    return { ...drained, contender, peakResidentBytes: peak, stateBytes, keys, checked, paces }
  } finally {
    progress.end()
    await entry?.stop()
    await course.close()
  }
}

async function untilDecided(course: OpenCourse, entry: Entry, total: number): Promise<void> {
  const all = waitUntil(`${total} decisions`, 300_000, async () => (await course.decided()) >= total)
  await Promise.race([all, entry.ended])
}

/** Reads again for as long as decisions are missing: where processes share, some come twice before others come once. */
async function holdAgainst(check: DecisionCheck, course: OpenCourse): Promise<void> {
  const endMs = Date.now() + COMPLETE_MS_MAX
  do await course.readDecisions(text => check.take(text))
  while (!check.isComplete() && Date.now() < endMs)
}

function countKeys(payment: ReturnType<typeof jobPayments>, payments: number, job: Job): number {
  const seen = job.keys.map(() => new Set<number>())
  for (let number = 0; number < payments; number++) {
    const { keyNumbers } = payment(number)
    for (const [at, set] of seen.entries()) set.add(keyNumbers[at]!)
  }
  return seen.reduce((sum, { size }) => sum + size, 0)
}

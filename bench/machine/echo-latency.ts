import { fileURLToPath } from 'node:url'
import type { Broker } from '../../test/services/kafka.ts'
import { startProgram } from '../../test/services/program.ts'
import { courseEnvironment } from '../contest/contender.ts'
import { openCourse } from '../contest/open-course.ts'
import { type PaceOutcome, runPace } from '../contest/run-pace.ts'
import { STANDARD_JOB } from '../job/job.ts'
import { STANDARD_SPREAD } from '../job/job-payments.ts'

const PROGRAM = fileURLToPath(new URL('echo-worker.js', import.meta.url))
const RATE = 5000
const WARM_UP_SECONDS = 10

/** From the time at which a payment was due to the arrival of its echo, at 5,000 payments/s, measured as for every contender. */
export async function echoLatency(broker: Broker, seconds: number): Promise<PaceOutcome> {
  const course = await openCourse(broker, STANDARD_JOB)
  const assigned = Object.entries(courseEnvironment(course)).map(([name, value]) => `${name}=${value}`)
  const program = startProgram('bench-echo', 'env', [...assigned, process.execPath, PROGRAM])
  try {
    const pace = { rate: RATE, seconds: WARM_UP_SECONDS, from: 0, spread: STANDARD_SPREAD }
    const warm = await Promise.race([runPace(course, pace), program.ended])
    return await Promise.race([runPace(course, { ...pace, seconds, from: warm.payments }), program.ended])
  } finally {
    await program.stop()
    await course.close()
  }
}

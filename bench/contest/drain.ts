import type { Progress } from '../../src/cli/progress.ts'
import { waitUntil } from '../../test/services/wait-until.ts'
import type { Entry } from './contender.ts'
import type { OpenCourse } from './open-course.ts'
import { cpuSeconds } from './process-use.ts'

/** Left out of the figures: starting up, joining the group, warming compilers. */
const WARM_UP_SHARE = 0.4
const DRAIN_MS_MAX = 900_000

export interface Drain {
  /** Measured, so without the warm-up. */
  payments: number
  seconds: number
  /** CPU seconds in that time. The broker's are absent where it is not a program of ours. */
  cpu: { own: number; redis: number | undefined; broker: number | undefined }
}

interface Sample {
  atMs: number
  decided: number
  own: number
  redis: number | undefined
  broker: number | undefined
}

/** Waits until everything that stands in the payments topic is decided, and says how fast the last part of it went. */
export async function drain(course: OpenCourse, entry: Entry, payments: number, progress: Progress): Promise<Drain> {
  const start = await reach(course, entry, Math.round(payments * WARM_UP_SHARE), progress)
  const end = await reach(course, entry, payments, progress)
  const between = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? undefined : to - from
  return {
    payments: end.decided - start.decided,
    seconds: (end.atMs - start.atMs) / 1000,
    cpu: {
      own: end.own - start.own,
      redis: between(start.redis, end.redis),
      broker: between(start.broker, end.broker),
    },
  }
}

function reach(course: OpenCourse, entry: Entry, payments: number, progress: Progress): Promise<Sample> {
  const ask = waitUntil(`${payments} decisions`, DRAIN_MS_MAX, async () => {
    const decided = await course.decided()
    progress.update(decided, `${decided} decided`)
    return decided >= payments && sampleOf(course, entry, decided)
  })
  return Promise.race([ask, entry.ended])
}

function sampleOf({ redis, broker }: OpenCourse, { pids }: Entry, decided: number): Sample {
  return {
    atMs: performance.now(),
    decided,
    own: pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0),
    redis: redis.program && cpuSeconds(redis.program.pid),
    broker: broker.program && cpuSeconds(broker.program.pid),
  }
}

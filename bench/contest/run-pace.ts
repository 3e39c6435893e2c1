import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Spread } from '../job/job-payments.ts'
import { type Course, courseEnvironment } from './contender.ts'

export interface Pace {
  /** Payments per second. */
  rate: number
  seconds: number
  /** Number of the first payment that is sent. */
  from: number
  spread: Spread
}

/** From the time at which a payment was due to the time at which its review was read, milliseconds. */
export interface PaceOutcome {
  payments: number
  reviews: number
  p50Ms: number
  p99Ms: number
  p999Ms: number
  /** How late the sender itself was at worst. */
  latestMs: number
}

const PROGRAM = fileURLToPath(new URL('pace.js', import.meta.url))

/** Sends payments at a steady pace and measures how soon the reviews come. */
export function runPace(course: Course, { rate, seconds, from, spread }: Pace): Promise<PaceOutcome> {
  const child = fork(PROGRAM, {
    env: {
      PATH: process.env.PATH,
      ...courseEnvironment(course),
      BENCH_RATE: String(rate),
      BENCH_SECONDS: String(seconds),
      BENCH_FROM: String(from),
      BENCH_SPREAD: JSON.stringify(spread),
    },
  })
  return new Promise((resolve, reject) => {
    child.once('message', message => resolve(message as PaceOutcome))
    child.once('exit', code => reject(new Error(`the sender of payments ended with ${code}`)))
  })
}

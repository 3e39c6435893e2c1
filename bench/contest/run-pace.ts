import { fork } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { numberOf, type Spread } from '../job/job-payments.ts'
import { courseEnvironment } from './contender.ts'
import type { OpenCourse } from './open-course.ts'

export interface Pace {
  /** Payments per second. */
  rate: number
  seconds: number
  /** Number of the first payment that is sent. */
  from: number
  spread: Spread
}

/** What the process that sends says at its end. */
export interface Sent {
  payments: number
  /** When the first payment was due. */
  startedAtMs: number
  /** How late the sender itself was at worst. */
  latestMs: number
}

/** From the time at which a payment was due to the end of the millisecond in which the broker took its review, milliseconds. */
export interface PaceOutcome extends Omit<Sent, 'startedAtMs'> {
  reviews: number
  p50Ms: number
  p99Ms: number
  p999Ms: number
}

const PROGRAM = fileURLToPath(new URL('pace.js', import.meta.url))
const WARM_UP_SHARE = 0.2
/** A contender that cannot keep up is given time to finish, so that its worst payments are counted too. */
const SILENCE_MS = 1500
const LOOK_EVERY_MS = 250

/**
 * Sends payments at a steady pace and measures how soon their reviews stand in the topic. The broker writes that time into each
 * review, so nothing has to read them while the pace is on and take of the machine what is measured.
 */
export async function runPace(course: OpenCourse, pace: Pace): Promise<PaceOutcome> {
  const reviewsBefore = await course.reviews()
  const { payments, startedAtMs, latestMs } = await send(course, pace)
  await untilSilent(course)
  const latenciesMs: number[] = []
  await course.readReviews(reviewsBefore, (text, appendedAtMs) => {
    const number = numberOf(/"paymentId":"(pay_\d+)"/.exec(text.slice(0, 60))![1]!) - pace.from
    if (number < payments * WARM_UP_SHARE) return
    latenciesMs.push(appendedAtMs + 1 - startedAtMs - (number * 1000) / pace.rate)
  })
  latenciesMs.sort((a, b) => a - b)
  const at = (share: number): number =>
    latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(share * latenciesMs.length))] ?? Number.NaN
  return { payments, latestMs, reviews: latenciesMs.length, p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) }
}

function send(course: OpenCourse, { rate, seconds, from, spread }: Pace): Promise<Sent> {
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
    child.once('message', message => resolve(message as Sent))
    child.once('exit', code => reject(new Error(`the sender of payments ended with ${code}`)))
  })
}

async function untilSilent(course: OpenCourse): Promise<void> {
  let [known, knownAtMs] = [await course.reviews(), performance.now()]
  while (performance.now() - knownAtMs < SILENCE_MS) {
    await pause(LOOK_EVERY_MS)
    const reviews = await course.reviews()
    if (reviews > known) [known, knownAtMs] = [reviews, performance.now()]
  }
}

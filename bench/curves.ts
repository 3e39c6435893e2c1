import type { Broker } from '../test/services/kafka.ts'
import { triplineContender } from './contenders/tripline.ts'
import { type ContestOptions, type ContestResult, contest } from './contest/contest.ts'
import { speedOf } from './contest/print-contests.ts'
import { type Job, STANDARD_JOB } from './job/job.ts'
import { STANDARD_SPREAD } from './job/job-payments.ts'
import { micros, printTable, whole } from './print.ts'

interface Point {
  label: string
  options: Omit<ContestOptions, 'broker'>
  processes?: number
}

interface Curve {
  name: CurveName
  title: string
  points: readonly Point[]
}

export const CURVES = ['rules', 'velocities', 'events', 'keys', 'partitions', 'processes'] as const
export type CurveName = (typeof CURVES)[number]

export interface CurveOptions {
  /** For each point, more where a point needs more. */
  payments: number
  /** The last point of the curve of keys. */
  keysMax: number
  curves: readonly CurveName[]
}

/** How Tripline's cost grows as one thing grows and all else stays; every point is held against the oracle. */
export async function benchCurves(broker: Broker, options: CurveOptions): Promise<void> {
  for (const { title, points } of curvesOf(options).filter(({ name }) => options.curves.includes(name))) {
    const rows: string[][] = []
    let first: ContestResult | undefined
    for (const { label, options: each, processes } of points) {
      console.log(`curve of ${title}: ${label}`)
      const result = await contest(triplineContender(processes), { broker, ...each })
      first ??= result
      rows.push([
        label,
        whole(speedOf(result)),
        micros(result.cpu.own, result.payments),
        `${(result.cpu.own / result.payments / (first.cpu.own / first.payments)).toFixed(2)} ×`,
        result.cpu.redis === undefined ? '–' : micros(result.cpu.redis, result.payments),
        whole(result.peakResidentBytes / 1e6),
        whole(result.stateBytes / result.keys),
      ])
    }
    const head = ['', 'payments/s', 'own CPU, µs', 'against the first', 'Redis CPU, µs', 'memory, MB', 'bytes per key']
    printTable(`growth: ${title}`, [head, ...rows])
  }
}

function curvesOf({ payments, keysMax }: CurveOptions): Curve[] {
  const base = { job: STANDARD_JOB, spread: STANDARD_SPREAD, payments }
  const aligned = { ...base, spread: { ...STANDARD_SPREAD, aligned: true } }
  return [
    {
      name: 'rules',
      title: 'rules',
      points: [1, 10, 100, 1000].map(rules => ({
        label: whole(rules),
        options: { ...base, job: { ...STANDARD_JOB, rules } },
      })),
    },
    {
      name: 'velocities',
      title: 'velocities, 100 rules',
      points: VELOCITY_JOBS.map(job => ({ label: whole(velocitiesOf(job)), options: { ...base, job } })),
    },
    {
      name: 'events',
      title: `events per key, ${whole(payments)} payments`,
      points: [10, 100, 1000, 10_000, 100_000].map(events => {
        const enough = Math.max(payments, events)
        const spread = { keys: Math.round(enough / events), shape: 'even' } as const
        return { label: whole(events), options: { ...base, spread, payments: enough } }
      }),
    },
    {
      name: 'keys',
      title: 'keys, in even turns',
      points: [1000, 10_000, 100_000, keysMax].map(keys => {
        const spread = { keys: keys / 5, shape: 'even' } as const
        return { label: whole(keys), options: { ...base, spread, payments: Math.max(payments, keys / 5) } }
      }),
    },
    {
      name: 'partitions',
      title: 'partitions, payments of one customer in one of them',
      points: [1, 4, 8, 32].map(partitions => ({ label: whole(partitions), options: { ...aligned, partitions } })),
    },
    {
      name: 'processes',
      title: 'processes, 6 partitions',
      points: [1, 2, 3].map(processes => ({
        label: whole(processes),
        options: { ...aligned, partitions: 6 },
        processes,
      })),
    },
  ]
}

const HOUR = 60
const TEN_WINDOWS = [10, 30, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 96 * HOUR, 168 * HOUR]

/** 1, 10, 40 and 100 velocities. */
const VELOCITY_JOBS: readonly Job[] = [
  { ...STANDARD_JOB, keys: ['card'], windowsMinutes: [HOUR], sums: false },
  { ...STANDARD_JOB, windowsMinutes: [HOUR] },
  STANDARD_JOB,
  { ...STANDARD_JOB, windowsMinutes: TEN_WINDOWS },
]

function velocitiesOf({ keys, windowsMinutes, sums }: Job): number {
  return keys.length * windowsMinutes.length * (sums ? 2 : 1)
}

import { parseArgs } from 'node:util'
import { CURVES, type CurveName, type CurveOptions } from './curves.ts'

/** Parts of the bench, in the order in which they run. */
export const PARTS = {
  machine: 'what this machine is, without Tripline: figures that the aims were set by',
  score: '`tripline score` in this process, by stage',
  evaluate: 'CPU of asking 100 and 1,000 rules',
  reload: 'how long a reload of 1,000 rules keeps the event loop',
  'redis-memory': 'bytes per event in Redis',
  velocity: 'cost of velocities as one thing grows, round trips to Redis',
  path: '`tripline run` over Kafka and Redis, by stage',
  tripline: 'the job that all contenders do, by Tripline',
  naive: 'the same by kafkajs, sorted sets and json-rules-engine',
  flink: 'the same by Apache Flink (Java 17, Maven)',
  'kafka-streams': 'the same by Kafka Streams (Java 17, Maven)',
  latency: 'at 25, 50 and 75 % of the highest rate and at fixed ones, for each contender asked for',
  curves: 'growth of what Tripline needs with rules, velocities, events, keys, partitions, processes',
} as const

export type Part = keyof typeof PARTS

export interface BenchOptions {
  quick: boolean
  parts: ReadonlySet<Part>
  /** Given to each contender, and to the naive ones, which are slower. */
  payments: number
  naivePayments: number
  curve: CurveOptions
  paceSeconds: number
  /** A page whose figures are replaced. */
  write: string | undefined
}

type NumberOption = 'payments' | 'naive-payments' | 'curve-payments' | 'keys-max' | 'pace-seconds'

const ALL = Object.keys(PARTS) as Part[]
const QUICK: readonly Part[] = ['score', 'evaluate', 'reload', 'redis-memory', 'velocity', 'path', 'tripline']

const HELP = `npm run bench -- [options]

  --quick               small sizes, no peers: figures are rougher, less of each run being warm
  --only PART,PART      ${ALL.join(', ')}
  --payments N          for each contender (200000)
  --naive-payments N    for the naive ones, which are slower (4000)
  --curve-payments N    for each point of a curve (60000)
  --keys-max N          last point of the curve of keys (2000000)
  --curves NAME,NAME    ${CURVES.join(', ')}
  --pace-seconds N      for each rate at which latency is taken (10)
  --write FILE          replace the figures of a page, docs/performance.md

${ALL.map(part => `  ${part.padEnd(14)} ${PARTS[part]}`).join('\n')}`

/** Reads the command line; says what is wrong with it, or what there is, and ends. */
export function readOptions(): BenchOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      only: text,
      payments: text,
      'naive-payments': text,
      'curve-payments': text,
      'keys-max': text,
      curves: text,
      'pace-seconds': text,
      write: text,
    },
  })
  if (values.help) stop(HELP, 0)
  const quick = values.quick
  const parts = values.only?.split(',') ?? (quick ? QUICK : ALL)
  const unknown = parts.find(part => !ALL.includes(part as Part))
  if (unknown !== undefined) stop(`bench: there is no part \`${unknown}\`\n\n${HELP}`, 2)
  const curves = (values.curves?.split(',') ?? CURVES) as CurveName[]
  const noCurve = curves.find(name => !CURVES.includes(name))
  if (noCurve !== undefined) stop(`bench: there is no curve \`${noCurve}\`\n\n${HELP}`, 2)
  const number = (name: NumberOption, or: number): number => {
    const given = Number(values[name] ?? or)
    if (!(given >= 1)) stop(`bench: \`--${name}\` is a number from 1`, 2)
    return given
  }
  return {
    quick,
    parts: new Set(parts as Part[]),
    payments: number('payments', quick ? 10_000 : 200_000),
    naivePayments: number('naive-payments', 4000),
    curve: { payments: number('curve-payments', 60_000), keysMax: number('keys-max', 2_000_000), curves },
    paceSeconds: number('pace-seconds', 10),
    write: values.write,
  }
}

function stop(message: string, code: number): never {
  console.error(message)
  process.exit(code)
}

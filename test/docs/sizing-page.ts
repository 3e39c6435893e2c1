import { parse } from 'yaml'
import { bytesPerPayment, type Days, type Figures, redisFor, sizeFor } from './sizing.ts'

const RATES = [1_000, 5_000, 20_000, 100_000, 400_000, 1_000_000]
const SHOWN = 1_000_000

interface Row {
  value: number | Days
  unit: string
  from: string
}

/** The part of docs/sizing.md behind its first heading `## Inputs`. */
export function sizingTables(yaml: string): string {
  const rows = parse(yaml) as Record<string, Row>
  const f = Object.fromEntries(Object.entries(rows).map(([name, { value }]) => [name, value])) as Figures
  const inputs = Object.entries(rows).map(([name, { value, unit, from }]) => [`\`${name}\``, shown(value), unit, from])
  return [
    '## Inputs\n',
    table(['name', 'value', 'unit', 'where it is from'], inputs, '---'),
    '\n## Processes, partitions and network, by payments a second at the peak\n',
    table(['', ...RATES.map(whole)], sizeRows(f)),
    '\n## Redis, by payments a second at the peak\n',
    table(
      ['', ...RATES.map(whole)],
      [...redisRows(f, 'defaults', f.default_days), ...redisRows(f, 'short', f.short_days)],
    ),
    `\n## The arithmetic, for ${whole(SHOWN)} payments a second\n`,
    arithmetic(f).join('\n'),
    '',
  ].join('\n')
}

function sizeRows(f: Figures): string[][] {
  const sizes = RATES.map(rate => sizeFor(rate, f))
  const row = (name: string, show: (size: ReturnType<typeof sizeFor>) => string) => [name, ...sizes.map(show)]
  return [
    row('processes, one processor each', size => whole(size.processes)),
    row('partitions', size => whole(size.partitions)),
    row('memory of the processes, GB', size => rounded(size.processMemoryGb)),
    row('payments into Kafka, MB/s', size => rounded(size.kafkaInMbPerSecond)),
    row('decisions and reviews into Kafka, MB/s', size => rounded(size.kafkaOutMbPerSecond)),
    row('written by all brokers together, MB/s', size => rounded(size.kafkaCopiesMbPerSecond)),
    row('to Redis, MB/s', size => rounded(size.redisInMbPerSecond)),
    row('from Redis, MB/s at most', size => rounded(size.redisOutMbPerSecondMax)),
    row('processors of Redis', size => rounded(size.redisProcessors)),
    row('masters for that', size => whole(size.mastersForCpu)),
  ]
}

function redisRows(f: Figures, name: string, days: Days): string[][] {
  const sizes = RATES.map(rate => redisFor(rate, f, days))
  return [
    [`${name}: memory, GB`, ...sizes.map(size => rounded(size.memoryGb))],
    [`${name}: masters for memory`, ...sizes.map(size => whole(size.mastersForMemory))],
    [`${name}: masters, the larger number`, ...sizes.map(size => whole(size.masters))],
    [`${name}: clusters`, ...sizes.map(size => whole(size.clusters))],
  ]
}

function arithmetic(f: Figures): string[] {
  const size = sizeFor(SHOWN, f)
  const redis = redisFor(SHOWN, f, f.short_days)
  const mean = SHOWN * f.mean_of_peak
  const { identities, logs, homes } = f.short_days
  const rate = whole(SHOWN)
  return [
    `- processes = ${rate} × ${f.process_cpu} µs ÷ ${f.process_share_max} = ${whole(size.processes)}`,
    `- partitions = 12, doubled until there is one for each process = ${whole(size.partitions)}`,
    `- memory of the processes = ${whole(size.processes)} × ${f.process_memory} MB = ${rounded(size.processMemoryGb)} GB`,
    `- payments into Kafka = ${rate} × ${whole(f.payment_bytes)} bytes = ${rounded(size.kafkaInMbPerSecond)} MB/s`,
    `- decisions and reviews = ${rate} × (${f.decision_bytes} + ${f.review_share} × ${whole(f.payment_bytes + f.decision_bytes)}) bytes = ${rounded(size.kafkaOutMbPerSecond)} MB/s`,
    `- written by brokers = (${rounded(size.kafkaInMbPerSecond)} + ${rounded(size.kafkaOutMbPerSecond)}) × ${f.kafka_copies} = ${rounded(size.kafkaCopiesMbPerSecond)} MB/s`,
    `- to Redis = ${rate} × ${f.redis_in} bytes = ${rounded(size.redisInMbPerSecond)} MB/s`,
    `- from Redis ≤ ${rate} × ${f.keys} keys × ${f.record_bytes} bytes × min(${whole(size.processes)} processes, ${f.events_per_key} events) = ${rounded(size.redisOutMbPerSecondMax)} MB/s`,
    `- processors of Redis = ${rate} × ${f.redis_cpu} µs = ${rounded(size.redisProcessors)}; masters for that = ${rounded(size.redisProcessors)} ÷ ${f.redis_share_max} = ${whole(size.mastersForCpu)}`,
    `- payments a day = ${rate} × ${f.mean_of_peak} × 86,400 = ${whole(mean * 86_400)}`,
    `- bytes for each payment of a day, \`short\` = ${identities} × ${f.identity_bytes} + ${logs} × ${f.keys} × ${f.key_event_bytes} + ${homes} × ${f.home_bytes} = ${whole(bytesPerPayment(f, f.short_days))}; with the defaults ${whole(bytesPerPayment(f, f.default_days))}`,
    `- memory of Redis, \`short\` = ${whole(mean * 86_400)} × ${whole(bytesPerPayment(f, f.short_days))} bytes = ${rounded(redis.memoryGb)} GB; masters for that = ${rounded(redis.memoryGb)} ÷ ${f.redis_master_memory} = ${whole(redis.mastersForMemory)}`,
    `- clusters = ${whole(redis.masters)} ÷ ${f.redis_masters_max} = ${whole(redis.clusters)}`,
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[], align = '---:'): string {
  const lines = [head, head.map((_, at) => (at === 0 ? '---' : align)), ...rows]
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
/** Two digits that count; more where they stand before the point. */
const rounded = (value: number): string => (value >= 10 ? whole(value) : String(Number(value.toPrecision(2))))
const shown = (value: number | Days): string =>
  typeof value === 'number'
    ? value.toLocaleString('en-US')
    : `identities ${value.identities}, logs ${value.logs}, homes ${value.homes}`

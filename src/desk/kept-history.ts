import type { EventRecord, Sql } from '../ports.ts'

/** Which of what the desk has kept: from this time on, and before that one; milliseconds since 1970. */
export interface KeptSpan {
  fromMs?: number | undefined
  untilMs?: number | undefined
}

interface KeptRow {
  occurred_at: Date
  /** What tells rows of one time apart. */
  keys: string[]
  body: object
}

const PAGE_ROWS_MAX = 500

/** Payments as they came in, in the order of their times, a page at a time. */
export function keptPayments(sql: Sql, span: KeptSpan): AsyncGenerator<EventRecord[]> {
  return keptPages(sql, span, { table: 'payments', topic: 'payments', keys: ['merchant_id', 'payment_id'] })
}

/** The newest state of each outcome, likewise; `topic` is that of the records. */
export function keptOutcomes(sql: Sql, span: KeptSpan, topic: string): AsyncGenerator<EventRecord[]> {
  return keptPages(sql, span, { table: 'outcomes', topic, keys: ['merchant_id', 'type', 'outcome_id'] })
}

export async function countKeptPayments(sql: Sql, span: KeptSpan): Promise<number> {
  const [row] = await sql.query<{ payments: number }>(
    'select count(*) as payments from payments where occurred_at >= $1 and occurred_at < $2',
    bounds(span),
  )
  return row!.payments
}

/** Pages go on after the last row of the one before, so that they cost the same wherever they are. */
async function* keptPages(
  sql: Sql,
  span: KeptSpan,
  { table, topic, keys }: { table: string; topic: string; keys: readonly string[] },
): AsyncGenerator<EventRecord[]> {
  const columns = keys.join(', ')
  const marks = ['$3::timestamptz', ...keys.map((_, at) => `$${at + 4}::text`)].join(', ')
  let offset = 0n
  let after: KeptRow | undefined
  do {
    const rows: KeptRow[] = await sql.query<KeptRow>(
      `select occurred_at, array[${columns}] as keys, body from ${table}
       where occurred_at >= $1 and occurred_at < $2 and ($3::timestamptz is null or (occurred_at, ${columns}) > (${marks}))
       order by occurred_at, ${columns} limit ${PAGE_ROWS_MAX}`,
      [...bounds(span), after?.occurred_at ?? null, ...keys.map((_, at) => after?.keys[at] ?? '')],
    )
    after = rows.at(-1)
    if (after !== undefined) {
      yield rows.map(({ body }) => ({ topic, partition: 0, offset: offset++, key: null, value: toBytes(body) }))
    }
  } while (after !== undefined)
}

function bounds({ fromMs, untilMs }: KeptSpan): [string, string] {
  const text = (ms: number | undefined) => (ms === undefined ? undefined : new Date(Math.max(0, ms)).toISOString())
  return [text(fromMs) ?? '-infinity', text(untilMs) ?? 'infinity']
}

function toBytes(body: object): Buffer {
  return Buffer.from(JSON.stringify(body))
}

import type { Database } from '../../src/ports.ts'

/** A desk's tables as plain rows, made from a seed; small pools of values, so that everything meets everything. */
export interface MadeDesk {
  payments: MadePayment[]
  decisions: MadeDecision[]
  hits: { merchant_id: string; payment_id: string; rule: string; mode: string; score: number }[]
  outcomes: MadeOutcome[]
  cases: MadeCase[]
  labels: { merchant_id: string; payment_id: string; label: string; source: string; at: string; by: string }[]
}

export interface MadePayment {
  merchant_id: string
  payment_id: string
  occurred_at: string
  status: string
  status_at: string
  decline_code: string | null
  amount_minor: number
  currency: string
  base_minor: number | null
  channel: string | null
  category: string | null
  card_brand: string | null
  card_bin: string | null
  card_country: string | null
  shipping_country: string | null
  body: object
}

export interface MadeDecision {
  merchant_id: string
  payment_id: string
  occurred_at: string
  action: string
  score: number
  ruleset: string
  body: object
}

export interface MadeOutcome {
  merchant_id: string
  type: string
  outcome_id: string
  payment_id: string | null
  occurred_at: string
  amount_minor: number | null
  currency: string | null
  base_minor: number | null
  reason: string | null
  body: object
}

export interface MadeCase {
  case_id: string
  subject: string
  is_matched: boolean
  version: number
  head_hash: string
  kind: string
  merchant_id: string
  queue: string
  priority: string
  handling: string
  state: string
  opened_at: string
  due_at: string | null
  first_action_at: string | null
  closed_at: string | null
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function makeDesk(seed: number, fromMs: number, days: number, size: number): MadeDesk {
  const random = randomOf(seed)
  const pick = <Value>(...values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!
  const maybe = <Value>(value: Value): Value | null => (random() < 0.8 ? value : null)
  const when = (afterMs = fromMs, spanMs = days * 86_400_000) => afterMs + Math.floor(random() * spanMs)
  const iso = (ms: number) => new Date(ms).toISOString()
  const made: MadeDesk = { payments: [], decisions: [], hits: [], outcomes: [], cases: [], labels: [] }
  for (let at = 0; at < size; at++) {
    const identity = { merchant_id: pick('', 'm_1'), payment_id: `p${at}` }
    const occurredMs = when()
    const currency = pick('USD', 'USD', 'EUR', 'XAF')
    const amount = Math.floor(random() * 50_000)
    const status = pick('captured', 'captured', 'authorized', 'declined', 'blocked')
    made.payments.push({
      ...identity,
      occurred_at: iso(occurredMs),
      status,
      status_at: iso(occurredMs),
      decline_code: status === 'declined' ? maybe(pick('insufficient_funds', 'do_not_honor', '=cmd()|x')) : null,
      amount_minor: amount,
      currency,
      base_minor: currency === 'XAF' ? null : currency === 'EUR' ? Math.round(amount * 1.1) : amount,
      channel: maybe(pick('web', 'app', 'pos')),
      category: maybe(pick('jewelry', 'books')),
      card_brand: maybe(pick('visa', 'Visa', 'mastercard', 'amex')),
      card_bin: maybe(pick('411111', '555555')),
      card_country: maybe(pick('US', 'DE', 'RO')),
      shipping_country: maybe(pick('US', 'DE')),
      body: {},
    })
    if (random() < 0.95) {
      const action = pick('allow', 'allow', 'allow', 'review', 'block')
      made.decisions.push({ ...identity, occurred_at: iso(occurredMs), action, score: 10, ruleset: 'r', body: {} })
      for (const [rule, mode] of [
        ['many-cards', 'live'],
        ['far-away', 'live'],
        ['new-idea', 'shadow'],
      ] as const) {
        if (random() < 0.3) made.hits.push({ ...identity, rule, mode, score: 10 })
      }
    }
    if (random() < 0.4) {
      const label = pick('fraud', 'legit', 'abuse', 'unknown')
      made.labels.push({ ...identity, label, source: pick('resolution', 'chargeback'), at: iso(occurredMs), by: 'x' })
    }
    while (random() < 0.4) {
      const isKnown = random() < 0.95
      const base = maybe(Math.floor(random() * 50_000))
      made.outcomes.push({
        ...identity,
        type: pick('refund', 'refund', 'dispute', 'chargeback', 'early_fraud_warning', 'decline'),
        outcome_id: `o${made.outcomes.length}`,
        payment_id: isKnown ? identity.payment_id : `stranger${at}`,
        occurred_at: iso(when(occurredMs, 40 * 86_400_000)),
        amount_minor: base,
        currency: base === null ? null : 'USD',
        base_minor: base,
        reason: maybe(pick('fraudulent', 'product_not_received', '4837', '=HYPERLINK("x")', 'a|b <i>')),
        body: {},
      })
    }
    if (random() < 0.4) {
      const openedMs = when()
      const actedMs = maybe(when(openedMs, 3 * 86_400_000))
      const closedMs = actedMs === null ? null : maybe(when(actedMs, 10 * 86_400_000))
      made.cases.push({
        case_id: `c${at}`,
        subject: `c${at}`,
        is_matched: true,
        version: 1,
        head_hash: '',
        kind: pick('review', 'dispute'),
        merchant_id: '',
        queue: pick('card-testing', 'disputes'),
        priority: 'normal',
        handling: 'self',
        state: closedMs === null ? 'open' : 'closed',
        opened_at: iso(openedMs),
        due_at: iso(openedMs + 5 * 86_400_000),
        first_action_at: actedMs === null ? null : iso(actedMs),
        closed_at: closedMs === null ? null : iso(closedMs),
      })
    }
  }
  return made
}

/** Columns that the made rows leave out keep their default. */
export async function fillDesk(database: Database, made: MadeDesk): Promise<void> {
  for (const table of ['payments', 'decisions', 'hits', 'outcomes', 'cases', 'labels'] as const) {
    const rows = made[table]
    if (rows.length === 0) continue
    const columns = Object.keys(rows[0]!)
      .map(name => `"${name}"`)
      .join(', ')
    const text = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`
    await database.query(text, [JSON.stringify(rows)])
  }
}

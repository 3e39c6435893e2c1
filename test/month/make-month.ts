import { generatePayments } from '../../src/generator/generate-payments.ts'
import { OutcomeGenerator } from '../../src/generator/outcome-generator.ts'

const DAY_MS = 86_400_000
/** What becomes of the month's payments after it is told in one go, up to here. */
const TAIL_DAYS = 45

/** What happens between two moments at which people work on cases. */
export interface Stretch {
  untilMs: number
  /** Each one JSON object, in order of arrival. */
  payments: string[]
  outcomes: string[]
}

export interface Month {
  fromMs: number
  stretches: Stretch[]
  /** Ids of payments that are fraud. */
  fraud: ReadonlySet<string>
}

export interface MonthSize {
  payments: number
  stretches: number
  seed: number
}

/**
 * A month of payments with what becomes of them after true delays, cut into stretches of equal time, and one more for what is told
 * after the month. All outcomes of a stretch are told at its end, with the times at which they happened, behind a notice of that
 * moment: where files are merged by time, the notice holds them back until the payments of the stretch are through, so they are
 * counted between the same two payments as on the stream.
 */
export function makeMonth({ payments: count, stretches, seed }: MonthSize): Month {
  const fromMs = Date.UTC(2025, 8, 1)
  const lengthMs = (30 * DAY_MS) / stretches
  const cut: Stretch[] = Array.from({ length: stretches }, (_, at) => ({
    untilMs: fromMs + (at + 1) * lengthMs,
    payments: [],
    outcomes: [],
  }))
  cut.push({ untilMs: fromMs + (30 + TAIL_DAYS) * DAY_MS, payments: [], outcomes: [] })
  const stretchOf = (ms: number) => cut.findIndex(({ untilMs }) => ms < untilMs)
  const later = new OutcomeGenerator(seed)
  const fraud = new Set<string>()
  let at = 0
  for (const generated of generatePayments({ count, seed, startMs: fromMs, days: 30 })) {
    const { payment, label } = generated
    // Late ones arrive with those that are on time.
    at = Math.max(at, stretchOf(Date.parse(payment.occurredAt)))
    cut[at]!.payments.push(JSON.stringify(payment))
    if (label !== null) fraud.add(payment.id)
    later.add(generated)
  }
  cut.forEach(({ untilMs, outcomes }, index) => {
    outcomes.push(heading(untilMs, index))
  })
  at = 0
  for (const outcome of later.outcomes()) {
    const own = stretchOf(Date.parse(outcome.occurredAt))
    if (own < 0) break
    at = Math.max(at, own)
    cut[at]!.outcomes.push(JSON.stringify(outcome))
  }
  return { fromMs, stretches: cut, fraud }
}

/** A notice that is over already asks for nothing. */
function heading(atMs: number, index: number): string {
  const occurredAt = new Date(atMs).toISOString()
  const merchant = { id: 'm_home' }
  return JSON.stringify({
    type: 'notice',
    id: `file_${index}`,
    merchant,
    occurredAt,
    notice: 'account_review',
    stage: 'closed',
  })
}

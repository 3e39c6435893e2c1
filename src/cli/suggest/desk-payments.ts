import type { Labels } from '../../backtest/labels.ts'
import { countKeptPayments, keptOutcomes, keptPayments } from '../../desk/kept-history.ts'
import { keptLabels } from '../../desk/kept-labels.ts'
import { createPagesSource } from '../../embedded/pages-source.ts'
import type { Database, EventRecord } from '../../ports.ts'
import type { Settings } from '../../settings.ts'
import type { PaymentsInput } from '../open-payments.ts'
import { withOutcomes } from '../with-outcomes.ts'
import type { ReadOptions } from './read-options.ts'

const OUTCOMES = 'outcomes'

/** What the desk has kept: payments with what became of them, and what is known of them. */
export async function deskPayments(
  database: Database,
  { sinceMs, untilMs, legitBeforeMs }: ReadOptions,
  reachMs: number,
  settings: Settings,
): Promise<{ input: PaymentsInput; labels: Labels }> {
  const span = { fromMs: sinceMs === undefined || reachMs === Infinity ? undefined : sinceMs - reachMs, untilMs }
  let done = 0
  async function* counted(pages: AsyncIterable<EventRecord[]>): AsyncGenerator<EventRecord[]> {
    for await (const page of pages) {
      yield page
      done += page.length
    }
  }
  const payments = createPagesSource(counted(keptPayments(database, span)))
  const outcomes = createPagesSource(keptOutcomes(database, span, OUTCOMES))
  const total = await countKeptPayments(database, span)
  const input: PaymentsInput = {
    ...withOutcomes(payments, outcomes, OUTCOMES, settings),
    form: { kind: 'file', outcomes: OUTCOMES },
    shown: "the desk's database",
    total,
    done: () => done,
  }
  return { input, labels: { of: await keptLabels(database, legitBeforeMs), unlisted: 'unknown' } }
}

import type { JudgedPayment } from '../../backtest/judged.ts'
import { type Labels, truthAbout } from '../../backtest/labels.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../../decode/decoder.ts'
import { enrich } from '../../enrich/enrich.ts'
import type { Facts } from '../../enrich/facts.ts'
import { outcomeEvent } from '../../enrich/outcome-event.ts'
import { PaymentEvent } from '../../enrich/payment-event.ts'
import { minorDigits } from '../../model/money.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Payment } from '../../model/payment.ts'
import type { EventRecord, EventSource } from '../../ports.ts'
import type { Frame, Ruleset } from '../../ruleset/ruleset.ts'
import { createMemoryStore, type MemoryStore } from '../../velocity/memory-store.ts'

export interface JudgeStream {
  source: EventSource
  decoder: Decoder<PaymentRead | OutcomeRead>
  /** True where the source holds outcomes too. */
  readsOutcomes: boolean
  secret: string
  keyEventsMax: number
  /** One, or two that have one base currency; amounts are those of the first. */
  rulesets: readonly Ruleset[]
  labels: Labels
  /** True for payments that only warm the velocities. */
  isWarming: (record: EventRecord, payment: Payment) => boolean
  /** Frames are valid only during the call. */
  onPayment: (payment: JudgedPayment, frame: Frame, other: Frame | undefined) => void
  onBatch: (counts: StreamCounts) => void
}

/** What became of the records that were read so far. */
export interface StreamCounts {
  records: number
  repeated: number
  statusChanges: number
  rejected: number
  warmed: number
}

/**
 * The steps of `src/pipeline.ts` as far as the verdict, with velocities in memory: decode, enrich, count, and a frame for
 * each ruleset. A payment is judged once, where it comes for the first time. Each ruleset counts in a store of its own.
 */
export async function judgeStream(stream: JudgeStream): Promise<StreamCounts> {
  const { source, decoder, rulesets, onBatch } = stream
  const counts: StreamCounts = { records: 0, repeated: 0, statusChanges: 0, rejected: 0, warmed: 0 }
  const counters = rulesets.map(ruleset => ({ ruleset, store: openStore(stream, ruleset) }))
  try {
    for await (const { records, commit } of source.batches()) {
      await decoder.prepare(records)
      const arrivals: Arrival[] = []
      const outcomes: Outcome[] = []
      for (const record of records) {
        const decoded = decoder.decode(record)
        if (decoded.kind === 'payment') arrivals.push({ record, payment: decoded.payment })
        else if (decoded.kind === 'outcome') outcomes.push(decoded.outcome)
        else if (decoded.kind === 'rejected') counts.rejected++
      }
      counts.records += records.length
      const frames: Frame[][] = []
      for (const { ruleset, store } of counters) {
        await countOutcomes(ruleset, store, outcomes)
        frames.push(await framesOf(ruleset, store, arrivals))
      }
      judgeAll(stream, arrivals, frames, counts)
      await commit()
      onBatch(counts)
    }
  } finally {
    await source.close()
    for (const { store } of counters) await store.close()
  }
  return counts
}

interface Arrival {
  record: EventRecord
  payment: Payment
}

async function countOutcomes(ruleset: Ruleset, store: MemoryStore, outcomes: readonly Outcome[]): Promise<void> {
  const events = outcomes
    .filter(({ paymentId }) => paymentId !== undefined)
    .flatMap(outcome => outcomeEvent(outcome, ruleset.policy.money) ?? [])
  if (events.length > 0) await store.countOutcomes(ruleset.plan, events)
}

async function framesOf(ruleset: Ruleset, store: MemoryStore, arrivals: readonly Arrival[]): Promise<Frame[]> {
  const { money } = ruleset.policy
  const facts: Facts[] = arrivals.map(({ payment }) => enrich(payment, money))
  const events = facts.map(each => new PaymentEvent(each))
  const counted = await store.count(ruleset.plan, events)
  return counted.map((each, i) => ({ facts: facts[i]!, counted: each }))
}

/** The verdicts of all stores are the same, because they are given the same payments. */
function judgeAll(stream: JudgeStream, arrivals: readonly Arrival[], frames: Frame[][], counts: StreamCounts): void {
  const { labels, isWarming, onPayment } = stream
  const [first, second] = frames as [Frame[], Frame[]?]
  arrivals.forEach(({ record, payment }, i) => {
    const frame = first[i]!
    const { verdict } = frame.counted
    if (verdict === 'duplicate' || verdict === 'old-duplicate') counts.repeated++
    else if (verdict === 'status-change') counts.statusChanges++
    else if (verdict === 'id-conflict') counts.rejected++
    else if (isWarming(record, payment)) counts.warmed++
    else {
      const label = labels.of.get(payment.id)
      const { occurredAtMs, id } = payment
      const judged = {
        id,
        occurredAtMs,
        amountMinor: frame.facts.amountBaseMinor,
        label,
        truth: truthAbout(label, labels),
      }
      onPayment(judged, frame, second?.[i])
    }
  })
}

function openStore({ secret, keyEventsMax, readsOutcomes }: JudgeStream, { policy }: Ruleset): MemoryStore {
  return createMemoryStore({
    secret,
    keyEventsMax,
    countsOutcomes: readsOutcomes,
    baseDigits: minorDigits(policy.money.base)!,
  })
}

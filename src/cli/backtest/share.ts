import type { PartJudgement } from '../../backtest/judged.ts'
import { PartJudge } from '../../backtest/part-judge.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../../decode/decoder.ts'
import { enrich } from '../../enrich/enrich.ts'
import type { MoneyRates } from '../../enrich/facts.ts'
import { outcomeEvent } from '../../enrich/outcome-event.ts'
import { PaymentEvent } from '../../enrich/payment-event.ts'
import { minorDigits } from '../../model/money.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Payment } from '../../model/payment.ts'
import type { EventRecord } from '../../ports.ts'
import type { Frame, Ruleset } from '../../ruleset/ruleset.ts'
import type { Verdict } from '../../velocity/event.ts'
import { createMemoryStore, type MemoryStore } from '../../velocity/memory-store.ts'
import type { VelocityPlan } from '../../velocity/plan.ts'
import { readOneStore } from './parts-of.ts'
import { isAfter, isWarming, type Span } from './span.ts'

export interface ShareOptions {
  decoder: Decoder<PaymentRead | OutcomeRead>
  /** True where records may be outcomes. */
  readsOutcomes: boolean
  secret: string
  keyEventsMax: number
  /** One or two rulesets whole, and of each the part that this share asks, as `partsOf` makes them. */
  wholes: readonly Ruleset[]
  parts: readonly Ruleset[]
  tellsReasons: boolean
  span: Span
}

/** A payment of a batch as one share sees it. */
export interface Arrival {
  record: EventRecord
  payment: Payment
  /** `after` where it is later than what is judged, `warming` where it is earlier. */
  verdict: Verdict | 'warming' | 'after'
  /** By ruleset; valid until the next batch, and there only where it is judged. */
  frames: readonly Frame[]
  /** By ruleset, what the rules of this share made of it. */
  judgements: readonly PartJudgement[]
}

export interface SharedBatch {
  arrivals: readonly Arrival[]
  rejected: number
}

/**
 * The steps of `src/pipeline.ts` as far as the verdict, by some of the rules and with velocities in memory: decode, enrich,
 * count, and evaluate. Every share is given all records, so that all of them come to the same arrivals.
 */
export class Share {
  private readonly options: ShareOptions
  private readonly judges: readonly PartJudge[]
  private readonly counters: readonly { money: MoneyRates; plan: VelocityPlan; store: MemoryStore }[]

  constructor(options: ShareOptions) {
    const { parts, wholes, tellsReasons, secret, keyEventsMax, readsOutcomes: countsOutcomes } = options
    this.options = options
    this.judges = parts.map((part, at) => new PartJudge(part, wholes[at]!, tellsReasons))
    const counted = readOneStore(parts) ? parts.slice(-1) : parts
    this.counters = counted.map(({ plan, policy: { money } }) => ({
      money,
      plan,
      store: createMemoryStore({
        secret,
        keyEventsMax,
        countsOutcomes,
        baseDigits: minorDigits(money.base)!,
        forOnePlan: true,
      }),
    }))
  }

  async judge(records: readonly EventRecord[]): Promise<SharedBatch> {
    const { decoder, span } = this.options
    await decoder.prepare(records)
    const read: { record: EventRecord; payment: Payment }[] = []
    const outcomes: Outcome[] = []
    let rejected = 0
    for (const record of records) {
      const decoded = decoder.decode(record)
      if (decoded.kind === 'payment') read.push({ record, payment: decoded.payment })
      else if (decoded.kind === 'outcome') outcomes.push(decoded.outcome)
      else if (decoded.kind === 'rejected') rejected++
    }
    const within = span.untilMs === undefined ? read : read.filter(({ payment }) => !isAfter(span, payment))
    const frames: Frame[][] = []
    for (const { money, plan, store } of this.counters) {
      await countOutcomes(store, plan, money, outcomes)
      frames.push(await framesOf(store, plan, money, within))
    }
    const arrivals = within.map(({ record, payment }, at) => this.arrival(record, payment, frames, at))
    const after = read.filter(({ payment }) => isAfter(span, payment))
    return {
      arrivals: [...arrivals, ...after.map(each => ({ ...each, verdict: 'after' as const, ...NOT_JUDGED }))],
      rejected,
    }
  }

  /** The verdicts of all stores are the same, because they are given the same payments. */
  private arrival(record: EventRecord, payment: Payment, frames: readonly Frame[][], at: number): Arrival {
    const { verdict } = frames[0]![at]!.counted
    if (verdict !== 'new') return { record, payment, verdict, ...NOT_JUDGED }
    if (isWarming(this.options.span, record, payment)) return { record, payment, verdict: 'warming', ...NOT_JUDGED }
    const own = this.judges.map((_, ruleset) => frames[Math.min(ruleset, frames.length - 1)]![at]!)
    return {
      record,
      payment,
      verdict,
      frames: own,
      judgements: this.judges.map((judge, ruleset) => judge.judge(own[ruleset]!)),
    }
  }
}

const NOT_JUDGED = { frames: [], judgements: [] }

async function countOutcomes(
  store: MemoryStore,
  plan: VelocityPlan,
  money: MoneyRates,
  outcomes: readonly Outcome[],
): Promise<void> {
  const events = outcomes
    .filter(({ paymentId }) => paymentId !== undefined)
    .flatMap(outcome => outcomeEvent(outcome, money) ?? [])
  if (events.length > 0) await store.countOutcomes(plan, events)
}

async function framesOf(
  store: MemoryStore,
  plan: VelocityPlan,
  money: MoneyRates,
  arrivals: readonly { payment: Payment }[],
): Promise<Frame[]> {
  const facts = arrivals.map(({ payment }) => enrich(payment, money))
  const counted = await store.count(
    plan,
    facts.map(each => new PaymentEvent(each)),
  )
  return counted.map((each, i) => ({ facts: facts[i]!, counted: each }))
}

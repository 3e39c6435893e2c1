import type { RuleHits } from '../../backtest/judged.ts'
import { RuleJudge } from '../../backtest/rule-judge.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../../decode/decoder.ts'
import { enrich } from '../../enrich/enrich.ts'
import type { Facts, MoneyRates } from '../../enrich/facts.ts'
import { outcomeEvent } from '../../enrich/outcome-event.ts'
import { PaymentEvent } from '../../enrich/payment-event.ts'
import { minorDigits } from '../../model/money.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Payment } from '../../model/payment.ts'
import type { EventRecord } from '../../ports.ts'
import type { Frame, Ruleset } from '../../ruleset/ruleset.ts'
import type { Verdict } from '../../velocity/event.ts'
import type { EventRows } from '../../velocity/event-rows.ts'
import { createMemoryStore, type MemoryStore } from '../../velocity/memory-store.ts'
import type { VelocityPlan } from '../../velocity/plan.ts'
import { readOneStore } from './parts-of.ts'
import { isAfter, isWarming, type Span } from './span.ts'

export interface ShareOptions<Look> {
  decoder: Decoder<PaymentRead | OutcomeRead>
  /** True where records may be outcomes. */
  readsOutcomes: boolean
  secret: string
  keyEventsMax: number
  /** One or two, as `partsOf` makes them. */
  rulesets: readonly Ruleset[]
  tellsReasons: boolean
  span: Span
  /** Called while the frames of a payment are valid, one for each ruleset. */
  look: (frames: readonly Frame[]) => Look
}

/** What every share needs to know of the records that one of them has read: all that is counted, and no more. */
export interface ReadPart {
  /** By store. */
  rows: readonly EventRows[]
  outcomes: readonly Outcome[]
}

/** What a share makes of the records that it has read. */
export interface JudgedPart<Look> {
  arrivals: Arrival<Look>[]
  rejected: number
}

/** A payment: what became of it, and what it is where it is judged. `warming` is earlier than what is judged, `after` later. */
export type Arrival<Look> = { verdict: Exclude<Verdict, 'new'> | 'warming' | 'after' } | JudgedArrival<Look>

export interface JudgedArrival<Look> {
  verdict: 'new'
  id: string
  occurredAtMs: number
  amountMinor: number | undefined
  look: Look
  /** By ruleset. */
  hits: readonly RuleHits[]
}

/** Records that were read and are not counted yet. */
interface Waiting {
  arrivals: readonly { record: EventRecord; payment: Payment }[]
  /** By store, of each arrival. */
  facts: readonly (readonly Facts[])[]
  after: number
  rejected: number
}

/**
 * The steps of `src/pipeline.ts` as far as the verdict, with velocities in memory: decode, enrich, count, and evaluate. Shares
 * divide a batch among them: each reads, decodes and judges its part of the payments, and all of them count all payments, in
 * one order, so that each knows every velocity.
 */
export class Share<Look> {
  private readonly options: ShareOptions<Look>
  private readonly judges: readonly RuleJudge[]
  private readonly counters: readonly { money: MoneyRates; plan: VelocityPlan; store: MemoryStore }[]
  private readonly waiting: Waiting[] = []

  constructor(options: ShareOptions<Look>) {
    const { rulesets, tellsReasons, secret, keyEventsMax, readsOutcomes: countsOutcomes } = options
    this.options = options
    this.judges = rulesets.map(ruleset => new RuleJudge(ruleset, tellsReasons))
    const counted = readOneStore(rulesets) ? rulesets.slice(-1) : rulesets
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

  /** Takes its part of a batch. */
  async read(records: readonly EventRecord[]): Promise<ReadPart> {
    const { decoder, span } = this.options
    await decoder.prepare(records)
    const arrivals: { record: EventRecord; payment: Payment }[] = []
    const outcomes: Outcome[] = []
    let rejected = 0
    let after = 0
    for (const record of records) {
      const decoded = decoder.decode(record)
      if (decoded.kind === 'outcome') outcomes.push(decoded.outcome)
      else if (decoded.kind === 'rejected') rejected++
      else if (decoded.kind === 'payment') {
        if (isAfter(span, decoded.payment)) after++
        else arrivals.push({ record, payment: decoded.payment })
      }
    }
    const facts = this.counters.map(({ money }) => arrivals.map(({ payment }) => enrich(payment, money)))
    const rows = this.counters.map(({ store, plan }, at) =>
      store.rows(
        plan,
        facts[at]!.map(each => new PaymentEvent(each)),
      ),
    )
    this.waiting.push({ arrivals, facts, after, rejected })
    return { rows, outcomes }
  }

  /** Counts the parts of the first batch that was read and not judged yet, in their order, and judges part `own`, its own. */
  async judge(parts: readonly ReadPart[], own: number): Promise<JudgedPart<Look>> {
    const { arrivals, facts, after, rejected } = this.waiting.shift()!
    const outcomes = parts.flatMap(part => part.outcomes)
    const frames: Frame[][] = []
    for (const [at, { money, plan, store }] of this.counters.entries()) {
      await countOutcomes(store, plan, money, outcomes)
      const rows = parts.map(part => part.rows[at]!)
      const counted = store.countRows(plan, rows, own)
      frames.push(counted.map((each, i) => ({ facts: facts[at]![i]!, counted: each })))
    }
    const judged = arrivals.map(({ record, payment }, at) => this.arrival(record, payment, frames, at))
    for (let left = after; left > 0; left--) judged.push({ verdict: 'after' })
    return { arrivals: judged, rejected }
  }

  /** The verdicts of all stores are the same, because they are given the same payments. */
  private arrival(record: EventRecord, payment: Payment, frames: readonly Frame[][], at: number): Arrival<Look> {
    const { facts, counted } = frames[0]![at]!
    const { verdict } = counted
    if (verdict !== 'new') return { verdict }
    if (isWarming(this.options.span, record, payment)) return { verdict: 'warming' }
    const own = this.judges.map((_, ruleset) => frames[Math.min(ruleset, frames.length - 1)]![at]!)
    return {
      verdict,
      id: payment.id,
      occurredAtMs: payment.occurredAtMs,
      amountMinor: facts.amountBaseMinor,
      look: this.options.look(own),
      hits: this.judges.map((judge, ruleset) => judge.judge(own[ruleset]!)),
    }
  }
}

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

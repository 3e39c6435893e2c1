/**
 * The way of a payment through Tripline, read this first:
 *
 *     record → decode → enrich → count → evaluate → decide → emit → commit
 *
 * Records are payments, or outcomes: what became of a payment later. Outcomes are counted and go no further.
 *
 * Records come in batches. While one batch is being counted, which Redis does, the one before is decided and delivered and the
 * next is decoded; each of these keeps the order of batches, and a batch is committed only when each of its outputs is
 * acknowledged.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Decoded, Decoder, OutcomeRead, PaymentRead } from './decode/decoder.ts'
import { deadLetterOf, decisionOutput, idConflict, outcomeConflict, reviewOutput } from './emit/outputs.ts'
import { traceHeaders } from './emit/trace-headers.ts'
import { decide } from './engine/decide.ts'
import { enrich } from './enrich/enrich.ts'
import type { Facts } from './enrich/facts.ts'
import { outcomeEvent } from './enrich/outcome-event.ts'
import { PaymentEvent } from './enrich/payment-event.ts'
import type { Detail } from './model/decision.ts'
import type { Outcome } from './model/outcome.ts'
import type { Payment } from './model/payment.ts'
import { Signal } from './model/signal.ts'
import type { PoisonBreaker } from './pipeline-breaker.ts'
import { type BatchSummary, type Stage, Stopwatch, startSummary } from './pipeline-summary.ts'
import type {
  Clock,
  Counted,
  DecisionSink,
  EventBatch,
  EventRecord,
  EventSource,
  OutcomeStore,
  Output,
  VelocityStore,
} from './ports.ts'
import type { Ruleset } from './ruleset/ruleset.ts'

export interface Pipeline {
  source: EventSource
  decoder: Decoder<PaymentRead | OutcomeRead>
  /** Asked once per batch, so that a reload never splits a batch between two rulesets. */
  ruleset: () => Ruleset
  velocity: VelocityStore
  /** The same store, for what became of payments later; absent where no outcomes are read. */
  outcomes?: OutcomeStore | undefined
  sink: DecisionSink
  breaker: PoisonBreaker
  clock: Clock
  detail: Detail
  /** Runs the act again and again while it throws `Outage`, so that nothing is skipped; see `waiting-out.ts`. */
  waitOut: <T>(act: () => Promise<T>) => Promise<T>
  /** Called once per batch, after its outputs were acknowledged and its offsets committed. */
  onBatch: (summary: BatchSummary) => void
}

/** How many batches may wait for their outputs to be acknowledged while another is counted. */
const DELIVERIES_MAX = 3

/** One payment of a batch with the record that it came in. */
interface Arrival {
  record: EventRecord
  payment: Payment
}

/** Runs until the source ends. Rejects on bugs and on faults that waiting cannot mend; nothing uncommitted is lost then. */
export async function runPipeline(pipeline: Pipeline): Promise<void> {
  const { source } = pipeline
  let counted: Promise<unknown> = Promise.resolve()
  let decided: Promise<void> = Promise.resolve()
  const delivered: Promise<void>[] = [Promise.resolve()]
  for await (const batch of source.batches()) {
    const work = new BatchWork(pipeline, batch)
    const arrivals = await work.decode()
    const facts = work.enrich(arrivals)
    work.prepare(facts)
    await counted
    if (delivered.length > DELIVERIES_MAX) await delivered.shift()
    const read = new Signal()
    const counts = work.count(read.given)
    // This batch goes to Redis before the last one is decided, and the next one before this.
    const isDecided = counts
      .then(each => nextTurn(each))
      .then(each => work.decide(arrivals, facts, each))
      .finally(() => read.give())
    const before = delivered.at(-1)!
    const isDelivered = isDecided.then(() => before).then(() => work.deliver())
    isDelivered.catch(() => source.stop()) // no more batches then; what it was is told by the awaits
    delivered.push(isDelivered)
    await decided
    counted = counts
    decided = isDecided
  }
  await delivered.at(-1)
}

/** The steps of one batch, in the order in which they are called. */
class BatchWork {
  private readonly pipeline: Pipeline
  private readonly batch: EventBatch
  private readonly ruleset: Ruleset
  private readonly summary: BatchSummary
  private readonly stopwatch: Stopwatch
  private readonly outputs: Output[] = []
  private readonly outcomes: { record: EventRecord; outcome: Outcome }[] = []
  private readonly processedAt: string
  private events: readonly PaymentEvent[] = []

  constructor(pipeline: Pipeline, batch: EventBatch) {
    this.pipeline = pipeline
    this.batch = batch
    this.ruleset = pipeline.ruleset()
    this.summary = startSummary(batch.records, this.ruleset.hash)
    this.stopwatch = new Stopwatch(this.summary)
    this.processedAt = new Date(pipeline.clock.nowMs()).toISOString()
  }

  async decode(): Promise<Arrival[]> {
    const { decoder, breaker, clock, waitOut } = this.pipeline
    const { records } = this.batch
    this.stopwatch.start('decode')
    const decoded = await waitOut(async () => {
      await decoder.prepare(records)
      return records.map(record => decoder.decode(record))
    })
    return this.sort(breaker.sift(clock.nowMs(), this.batch, decoded))
  }

  /** Payments go on, outcomes are set apart; what was refused goes to the dead letters. */
  private sort(decoded: readonly Decoded<PaymentRead | OutcomeRead>[]): Arrival[] {
    const arrivals: Arrival[] = []
    decoded.forEach((each, i) => {
      const record = this.batch.records[i]!
      if (each.kind === 'payment') {
        arrivals.push({ record, payment: each.payment })
        this.summary.warned(each.warnings)
      } else if (each.kind === 'outcome') {
        this.outcomes.push({ record, outcome: each.outcome })
        this.summary.warned(each.warnings)
      } else if (each.kind === 'rejected') {
        this.summary.rejected(each.problem.code, record)
        this.outputs.push(deadLetterOf(record, each))
      } else {
        this.summary.ignored(each.reason)
      }
    })
    return arrivals
  }

  /** Before the payments: the `count` of a batch says that all of the batch is counted. */
  private async countOutcomes(): Promise<void> {
    const store = this.pipeline.outcomes
    if (store === undefined || this.outcomes.length === 0) return
    this.stopwatch.start('count')
    const { money } = this.ruleset.policy
    const read = this.outcomes.map(each => ({ ...each, event: outcomeEvent(each.outcome, money) }))
    const counted = read.filter(({ event }) => event !== undefined)
    const events = counted.map(({ event }) => event!)
    const verdicts = await this.pipeline.waitOut(() => store.countOutcomes(this.ruleset.plan, events))
    counted.forEach(({ record, outcome }, i) => {
      this.summary.outcome(outcome.type, verdicts[i]!)
      if (verdicts[i] !== 'id-conflict') return
      const rejection = outcomeConflict(outcome)
      this.summary.rejected(rejection.problem.code, record)
      this.outputs.push(deadLetterOf(record, rejection))
    })
    for (const { outcome, event } of read) if (event === undefined) this.summary.outcome(outcome.type, 'new')
  }

  enrich(arrivals: readonly Arrival[]): Facts[] {
    this.stopwatch.start('enrich')
    const { money } = this.ruleset.policy
    const facts = arrivals.map(({ payment }) => enrich(payment, money))
    this.stopwatch.stop()
    return facts
  }

  prepare(facts: readonly Facts[]): void {
    this.stopwatch.start('count')
    this.events = facts.map(each => new PaymentEvent(each))
    this.pipeline.velocity.prepare?.(this.ruleset.plan, this.events)
    this.stopwatch.stop()
  }

  /** `read` resolves when the answers were read. */
  async count(read: Promise<void>): Promise<Counted[]> {
    await this.countOutcomes()
    this.stopwatch.start('count')
    return this.pipeline.waitOut(() => this.pipeline.velocity.count(this.ruleset.plan, this.events, read))
  }

  /** Repeated payments are decided again, to the same bytes while their velocities remember; status changes are only counted. */
  decide(arrivals: readonly Arrival[], facts: readonly Facts[], counted: readonly Counted[]): void {
    this.stopwatch.start('evaluate')
    for (let i = 0; i < arrivals.length; i++) {
      const { record, payment } = arrivals[i]!
      const frame = { facts: facts[i]!, counted: counted[i]! }
      const { verdict } = frame.counted
      this.summary.judged(verdict)
      if (verdict === 'id-conflict') {
        const rejection = idConflict(payment)
        this.summary.rejected(rejection.problem.code, record)
        this.outputs.push(deadLetterOf(record, rejection))
      } else if (verdict !== 'status-change') {
        const decision = decide(this.ruleset, frame, this.pipeline.detail, rule => this.summary.undecided(rule.name))
        this.summary.decided(decision)
        const written = decisionOutput(decision, traceHeaders(record), this.processedAt)
        this.outputs.push(written)
        if (decision.action !== 'allow') this.outputs.push(reviewOutput(this.ruleset, decision, payment, written))
      }
    }
    this.stopwatch.stop()
  }

  /** Output before commit: a crash in between repeats the batch and never skips it. */
  async deliver(): Promise<void> {
    const stopwatch = new Stopwatch(this.summary)
    stopwatch.start('emit')
    await this.pipeline.sink.emit(this.outputs)
    stopwatch.start('commit')
    await this.batch.commit()
    stopwatch.stop()
    this.summary.finish(this.pipeline.clock.nowMs(), this.outputs)
    this.pipeline.onBatch(this.summary)
  }
}

export type { BatchSummary, Stage }

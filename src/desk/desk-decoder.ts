import type { DecisionRead } from '../decode/decision-decoder.ts'
import type { Decoded, Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import type { Decision } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import { traceOf, traceparentOf } from '../model/traceparent.ts'
import type { EventRecord } from '../ports.ts'
import type { Arrived } from './ingest.ts'
import { storable } from './storable.ts'

export interface DeskDecoders {
  decisions: Decoder<DecisionRead>
  decisionsTopic: string
  /** Payments and outcomes, by their topics. */
  others: Decoder<PaymentRead | OutcomeRead>
}

/** A record that could not be read: whoever wrote it was told already, by a dead letter of `tripline run`. */
export type Refused = { record: EventRecord; rejection: Extract<Decoded, { kind: 'rejected' }> }

/** Reads what the desk is told: payments, what was decided about them, and what became of them. */
export class DeskDecoder {
  private readonly decoders: DeskDecoders

  constructor(decoders: DeskDecoders) {
    this.decoders = decoders
  }

  /** Throws `Outage` when a schema has to be fetched and the registry is down. */
  async decode(records: readonly EventRecord[]): Promise<{ arrived: Arrived; refused: Refused[] }> {
    await this.decoders.others.prepare(records.filter(record => !this.isDecision(record)))
    const traces = new Map<Decision | Outcome, string>()
    const arrived = { payments: [], decisions: [], outcomes: [] } as Mutable<Omit<Arrived, 'traces'>>
    const refused: Refused[] = []
    for (const record of records) {
      const read = this.decodeOne(record)
      if (read.kind === 'payment') arrived.payments.push(storable(read.payment))
      else if (read.kind === 'decision') arrived.decisions.push(storable(read.decision))
      else if (read.kind === 'outcome') arrived.outcomes.push(storable(read.outcome))
      else if (read.kind === 'rejected') refused.push({ record, rejection: read })
      const trace = traceparentOf(record.headers)
      if (trace === undefined) continue
      if (read.kind === 'decision') traces.set(read.decision, traceOf(trace))
      if (read.kind === 'outcome') traces.set(read.outcome, traceOf(trace))
    }
    return { arrived: { ...arrived, traces }, refused }
  }

  /** The event's own time, milliseconds since 1970; undefined for what cannot be read. */
  timeOf(record: EventRecord): number | undefined {
    const read = this.decodeOne(record)
    if (read.kind === 'payment') return read.payment.countedAtMs
    if (read.kind === 'outcome') return read.outcome.countedAtMs
    return read.kind === 'decision' ? Date.parse(read.decision.occurredAt) : undefined
  }

  private decodeOne(record: EventRecord): Decoded<PaymentRead | OutcomeRead | DecisionRead> {
    const { decisions, others } = this.decoders
    return this.isDecision(record) ? decisions.decode(record) : others.decode(record)
  }

  private isDecision({ topic }: EventRecord): boolean {
    return topic === this.decoders.decisionsTopic
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] }

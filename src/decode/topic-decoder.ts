import type { EventRecord } from '../ports.ts'
import type { Decoded, Decoder, OutcomeRead, PaymentRead } from './decoder.ts'

export interface TopicDecoders {
  payments: Decoder
  outcomes: Decoder<OutcomeRead>
  /** Records of every other topic are payments. */
  outcomesTopic: string
}

/** Reads a record as what its topic holds. */
export class TopicDecoder implements Decoder<PaymentRead | OutcomeRead> {
  private readonly decoders: TopicDecoders

  constructor(decoders: TopicDecoders) {
    this.decoders = decoders
  }

  async prepare(records: readonly EventRecord[]): Promise<void> {
    const { payments, outcomes } = this.decoders
    await payments.prepare(records.filter(record => !this.isOutcome(record)))
    await outcomes.prepare(records.filter(record => this.isOutcome(record)))
  }

  decode(record: EventRecord): Decoded<PaymentRead | OutcomeRead> {
    return this.isOutcome(record) ? this.decoders.outcomes.decode(record) : this.decoders.payments.decode(record)
  }

  private isOutcome({ topic }: EventRecord): boolean {
    return topic === this.decoders.outcomesTopic
  }
}

import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Payment } from '../model/payment.ts'
import type { EventRecord } from '../ports.ts'

/** What payments and outcomes that the desk has kept are read and scored with. */
export interface Scoring {
  payments: Decoder<PaymentRead>
  outcomes: Decoder<OutcomeRead>
  /** Keys the hashes inside the process; any will do. */
  secret: string
}

/** Through the decoder that they came in by. Undefined for what it does not take any more, such as a payment of other settings. */
export function readPayment({ payments }: Scoring, body: object): Payment | undefined {
  const read = payments.decode(recordOf(body))
  return read.kind === 'payment' ? read.payment : undefined
}

export function readOutcome({ outcomes }: Scoring, body: object): Outcome | undefined {
  const read = outcomes.decode(recordOf(body))
  return read.kind === 'outcome' ? read.outcome : undefined
}

function recordOf(body: object): EventRecord {
  return { topic: 'kept', partition: 0, offset: 0n, key: null, value: Buffer.from(JSON.stringify(body)) }
}

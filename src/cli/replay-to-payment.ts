import type { Decoded, Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { enrich } from '../enrich/enrich.ts'
import { outcomeEvent } from '../enrich/outcome-event.ts'
import { PaymentEvent } from '../enrich/payment-event.ts'
import type { Payment } from '../model/payment.ts'
import type { EventRecord, OutcomeStore, VelocityStore } from '../ports.ts'
import type { Frame, Ruleset } from '../ruleset/ruleset.ts'

type Rejected = Extract<Decoded, { kind: 'rejected' }>

export interface Replay {
  ruleset: Ruleset
  decoder: Decoder<PaymentRead | OutcomeRead>
  velocity: VelocityStore & OutcomeStore
}

/** What a batch of records turned out to be, once it is counted. */
export interface Replayed {
  payments: { payment: Payment; frame: Frame; warnings: readonly string[] }[]
  rejected: { record: EventRecord; rejection: Rejected }[]
}

/** Decodes and counts some records as the pipeline does: outcomes first, then payments, each as of its own place. */
export async function replayBatch(
  records: readonly EventRecord[],
  { ruleset, decoder, velocity }: Replay,
): Promise<Replayed> {
  const { money } = ruleset.policy
  await decoder.prepare(records)
  const read: { payment: Payment; warnings: readonly string[] }[] = []
  const outcomes = []
  const rejected: Replayed['rejected'] = []
  for (const record of records) {
    const decoded = decoder.decode(record)
    if (decoded.kind === 'payment') read.push(decoded)
    else if (decoded.kind === 'outcome') outcomes.push(outcomeEvent(decoded.outcome, money))
    else if (decoded.kind === 'rejected') rejected.push({ record, rejection: decoded })
  }
  const events = outcomes.filter(event => event !== undefined)
  if (events.length > 0) await velocity.countOutcomes(ruleset.plan, events)
  const facts = read.map(({ payment }) => enrich(payment, money))
  const counted = await velocity.count(
    ruleset.plan,
    facts.map(each => new PaymentEvent(each)),
  )
  const payments = read.map(({ payment, warnings }, i) => ({
    payment,
    warnings,
    frame: { facts: facts[i]!, counted: counted[i]! },
  }))
  return { payments, rejected }
}

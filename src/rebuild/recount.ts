import type { Decoder } from '../decode/decoder.ts'
import { enrich } from '../enrich/enrich.ts'
import { PaymentEvent } from '../enrich/payment-event.ts'
import type { EventRecord } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { VelocityEvent } from '../velocity/event.ts'

/**
 * Records as the events that the pipeline made of them the first time. What could not be read then is left out: it went to
 * the dead letters and was not counted.
 */
export async function eventsOf(
  records: readonly EventRecord[],
  decoder: Decoder,
  { policy }: Ruleset,
): Promise<VelocityEvent[]> {
  await decoder.prepare(records)
  const events: VelocityEvent[] = []
  for (const record of records) {
    const decoded = decoder.decode(record)
    if (decoded.kind === 'payment') events.push(new PaymentEvent(enrich(decoded.payment, policy.money)))
  }
  return events
}

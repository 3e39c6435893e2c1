import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { enrich } from '../enrich/enrich.ts'
import { outcomeEvent } from '../enrich/outcome-event.ts'
import { PaymentEvent } from '../enrich/payment-event.ts'
import type { EventRecord } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { VelocityEvent } from '../velocity/event.ts'
import type { OutcomeEvent } from '../velocity/outcome-event.ts'

export interface Recount {
  events: VelocityEvent[]
  outcomes: OutcomeEvent[]
}

/**
 * Records as the events that the pipeline made of them the first time. What could not be read then is left out: it went to
 * the dead letters and was not counted.
 */
export async function eventsOf(
  records: readonly EventRecord[],
  decoder: Decoder<PaymentRead | OutcomeRead>,
  { policy }: Ruleset,
): Promise<Recount> {
  await decoder.prepare(records)
  const events: VelocityEvent[] = []
  const outcomes: OutcomeEvent[] = []
  for (const record of records) {
    const decoded = decoder.decode(record)
    if (decoded.kind === 'payment') events.push(new PaymentEvent(enrich(decoded.payment, policy.money)))
    else if (decoded.kind === 'outcome') {
      const outcome = outcomeEvent(decoded.outcome, policy.money)
      if (outcome !== undefined) outcomes.push(outcome)
    }
  }
  return { events, outcomes }
}

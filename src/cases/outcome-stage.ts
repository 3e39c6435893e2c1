import type { Outcome } from '../model/outcome.ts'

/** Where an outcome stands: what asks for something, what ended well for the merchant, what ended badly, what just ended. */
export type Standing = 'going-on' | 'won' | 'lost' | 'closed' | 'done' | 'failed'

/** Gateways that tell more than `status` say it in these; both may be absent. */
export interface Staged {
  stage?: string | undefined
  disputeId?: string | undefined
  networkReason?: string | undefined
}

/** In the words of gateways and of this product, lower case without separators. What is not here goes on. */
const STANDINGS: Readonly<Record<string, Standing>> = {
  won: 'won',
  reversed: 'won',
  chargebackreversed: 'won',
  prearbitrationwon: 'won',
  lost: 'lost',
  prearbitrationlost: 'lost',
  accepted: 'closed',
  expired: 'closed',
  closed: 'closed',
  warningclosed: 'closed',
  resolved: 'closed',
  chargerefunded: 'closed',
  lifted: 'closed',
  released: 'closed',
  done: 'done',
  succeeded: 'done',
  success: 'done',
  completed: 'done',
  processed: 'done',
  refunded: 'done',
  settled: 'done',
  failed: 'failed',
  canceled: 'failed',
  cancelled: 'failed',
  rejected: 'failed',
}

/** The stage where there is one, otherwise what the gateway's own status says. */
export function standingOf({ stage, status }: Pick<Outcome, 'status'> & Staged): Standing {
  const word = (stage ?? status ?? '').toLowerCase().replaceAll(/[^a-z]/g, '')
  return Object.hasOwn(STANDINGS, word) ? STANDINGS[word]! : 'going-on'
}

import type { Outcome } from '../model/outcome.ts'

/** Where an outcome stands: what asks for something, what ended well for the merchant, what ended badly, what just ended. */
export type Standing = 'going-on' | 'won' | 'lost' | 'closed' | 'done' | 'failed'

/** What tells where it stands; gateways that tell more than `status` say it in `stage`. */
type Staged = Pick<Outcome, 'status' | 'stage'>

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
export function standingOf(outcome: Staged): Standing {
  const word = wordOf(outcome)
  return Object.hasOwn(STANDINGS, word) ? STANDINGS[word]! : 'going-on'
}

/** Whether it wants an answer: a chargeback does unless the bank looks at one already, other things when they say so or name a date. */
export function asksForAnswer(outcome: Staged & Pick<Outcome, 'type' | 'deadlineMs'>): boolean {
  const word = wordOf(outcome)
  if (standingOf(outcome) !== 'going-on' || word.endsWith('underreview')) return false
  return outcome.type === 'chargeback' || outcome.deadlineMs !== undefined || ASKING.has(word) || isNextRound(outcome)
}

const ASKING: ReadonlySet<string> = new Set(['needsresponse', 'warningneedsresponse'])

/** Whether the bank has come again, so that what was handed in before answers it no more. */
export function isNextRound(outcome: Staged): boolean {
  return ['second', 'prearbitration'].includes(wordOf(outcome))
}

function wordOf({ stage, status }: Staged): string {
  return (stage ?? status ?? '').toLowerCase().replaceAll(/[^a-z]/g, '')
}

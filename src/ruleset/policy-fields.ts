import { choice, lines, raw, required, text, wholeNumber } from '../yaml/field-kinds.ts'
import { WINDOW_SCHEMA } from './read-window.ts'

/** The keys of rules/policy.yaml. */
export const POLICY_FIELDS = {
  thresholds: required(raw('scores from which a payment is reviewed or blocked', { type: 'object' })),
  queues: raw('where flagged payments wait; the first match wins', { type: 'array' }),
  base: required(text('the currency that amounts in conditions are in, for example USD', 3)),
  rates: raw('one unit of a currency in units of the base currency, with `as_of`', { type: 'object' }),
  keep: raw('what is remembered though no rule asks for it yet, so that a new velocity has history', { type: 'array' }),
}

/** One entry of `keep`. */
export const KEEP_FIELDS = {
  by: required(lines('what velocities may be counted for', 4)),
  for: required(raw('how long payments are remembered: 30d', WINDOW_SCHEMA)),
}

export const THRESHOLD_FIELDS = {
  review: required(wholeNumber('a score at or above this is reviewed', 1, 1_000_000)),
  block: required(wholeNumber('a score at or above this is blocked', 1, 1_000_000)),
}

export const QUEUE_FIELDS = {
  queue: required(text('the name of the queue', 60)),
  when: lines('conditions; every line holds; also `action`, `score` and `hits`', 20),
  priority: choice('low, normal (unless said), high or urgent', ['low', 'normal', 'high', 'urgent']),
  handling: choice('self (unless said), approval or escalate', ['self', 'approval', 'escalate']),
}

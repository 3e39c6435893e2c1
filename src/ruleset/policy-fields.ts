import { choice, lines, percent, raw, required, text, wholeNumber } from '../yaml/field-kinds.ts'
import { WINDOW_SCHEMA } from './read-window.ts'

/** The keys of rules/policy.yaml. */
export const POLICY_FIELDS = {
  thresholds: required(raw('scores from which a payment is reviewed or blocked', { type: 'object' })),
  queues: raw('where flagged payments wait; the first match wins', { type: 'array' }),
  base: required(text('the currency that amounts in conditions are in, for example USD', 3)),
  rates: raw('one unit of a currency in units of the base currency, with `as_of`', { type: 'object' }),
  limits: raw('how much rules may cost; see docs/rule-problems.md', { type: 'object' }),
  lists: raw('which lists act by themselves, and on what of a payment', {
    type: 'object',
    additionalProperties: { type: 'object', required: ['kind'] },
  }),
  holdout: percent('the share of would-be reviews that are let pass, drawn by chance, to learn what becomes of them'),
  cases: raw('cases of the desk: queues, limits, and who may do what; see docs/cases.md', { type: 'object' }),
  keep: raw('what is remembered though no rule asks for it yet, so that a new velocity has history', { type: 'array' }),
}

/** What a list does. */
export const LIST_FIELDS = {
  kind: required(choice('allow, block, review or plain (asked by rules alone)', ['allow', 'block', 'review', 'plain'])),
  on: lines('what of a payment is looked for in it: ip, email, card.fingerprint', 12),
  case: choice('exact (unless said), or ignore: A is a; e-mail addresses always ignore it', ['exact', 'ignore']),
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

/** Points of cost for every payment; see sense/cost.ts. */
export const LIMIT_FIELDS = {
  rule_cost: wholeNumber('points that one rule may cost, 50 unless said', 1, 100_000),
  ruleset_cost: wholeNumber('points that all rules together may cost, 1,000 unless said', 1, 1_000_000),
}

export const QUEUE_FIELDS = {
  queue: required(text('the name of the queue', 60)),
  when: lines('conditions; every line holds; also `action`, `score` and `hits`', 20),
  priority: choice('low, normal (unless said), high or urgent', ['low', 'normal', 'high', 'urgent']),
  handling: choice('self (unless said), approval or escalate', ['self', 'approval', 'escalate']),
}

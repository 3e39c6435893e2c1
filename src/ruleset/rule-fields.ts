import { choice, lines, percent, raw, required, text, wholeNumber } from '../yaml/field-kinds.ts'

/** The keys of a rule file, in the order in which they are written. Also the source of rules/rule.schema.json. */
export const RULE_FIELDS = {
  rule: required(text('the name of the rule, the same as its file', 80)),
  title: required(text('what it is about, one line', 120)),
  mode: required(choice('off, shadow (counted, never acts) or live', ['off', 'shadow', 'live'])),
  owner: text('who answers for it', 120),
  why: text('why such a payment is suspicious', 4000),
  velocity: raw('named counts over a window', { type: 'object' }),
  when: required(lines('conditions; every line holds', 50)),
  unless: lines('conditions; any line lets the payment pass', 50),
  score: required(wholeNumber('points of risk', -1000, 1000)),
  action: choice('at least this action when the rule hits', ['review', 'block']),
  missing: choice('what an absent value means: no-hit (unless said) or hit', ['no-hit', 'hit']),
  known_good: percent('the share of known-good payments that it may hit: 0% unless said'),
  reason: required(text('the sentence that a reviewer reads, with {names}', 500)),
  check: lines('what a reviewer checks next', 20),
  tests: raw('examples that must hit, and that must not', { type: 'array' }),
}

import type { CountedKind, VelocityFunction } from '../velocity/plan.ts'
import { choice, decimalNumber, lines, raw, required, text } from '../yaml/field-kinds.ts'
import type { Field } from '../yaml/fields.ts'
import type { YamlNode } from '../yaml/yaml-node.ts'
import { WINDOW_SCHEMA } from './read-window.ts'

export const COUNTED_KINDS = [
  'payments',
  'declines',
  'authorizations',
  'refunds',
  'disputes',
  'chargebacks',
  'warnings',
] as const satisfies readonly CountedKind[]

/** What each function tells, for the glossary and for editors. */
const FUNCTION_HELP: Record<VelocityFunction, string> = {
  count: 'how many payments, declines, … there were',
  sum: 'the sum of a number, such as amount',
  avg: 'the mean of a number',
  min: 'the smallest of a number',
  max: 'the largest of a number',
  stddev: 'how far a number spreads (population standard deviation)',
  median: 'the middle of a number',
  percentile: 'the value that `percent` of 100 do not pass',
  distinct: 'how many different values there were',
  ratio: 'the share (0 to 1) that were of a kind, or for which a yes-or-no value was true',
  first_seen: 'seconds since a value was first seen',
  last_seen: 'seconds since a value was last seen',
  seen_before: 'whether a value was seen before',
  streak: 'how many of the latest in a row were of a kind, or had the same value',
}

export const VELOCITY_FUNCTIONS = Object.keys(FUNCTION_HELP) as VelocityFunction[]

const counted = (help: string): Field<YamlNode> => raw(help, { type: 'string' })
const functionFields = Object.fromEntries(VELOCITY_FUNCTIONS.map(fn => [fn, counted(FUNCTION_HELP[fn])])) as Record<
  VelocityFunction,
  Field<YamlNode>
>

/** The keys of one velocity declaration: one function, and how it counts. */
export const VELOCITY_FIELDS = {
  ...functionFields,
  by: required(lines('what it is counted for: ip, card.fingerprint, or several', 4)),
  window: required(raw('how far back: 5m, 1h, 7d, lifetime, calendar_day(Europe/Paris)', WINDOW_SCHEMA)),
  where: text('a condition on what is counted'),
  current: choice('whether this payment itself is counted', ['include', 'exclude']),
  of: choice('what is looked at: payments, declines, refunds, …', COUNTED_KINDS),
  percent: decimalNumber('which percentile', 0.01, 100),
}

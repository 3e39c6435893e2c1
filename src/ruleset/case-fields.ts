import { ACCOUNT_ACTIONS, CASE_KINDS } from '../model/case.ts'
import { choice, decimalNumber, lines, raw, required, text } from '../yaml/field-kinds.ts'
import { WINDOW_SCHEMA } from './read-window.ts'

/** The keys of `cases` in rules/policy.yaml. */
export const CASE_FIELDS = {
  refund_limit: decimalNumber('a refund that is asked for and is above this amount is a case', 0, 1_000_000_000),
  deadline_margin: raw('how long before the deadline of the gateway a case is due: 2d', WINDOW_SCHEMA),
  due: raw('how long after it was opened a case is due where there is no deadline, by kind', { type: 'object' }),
  watch_unshipped: raw('how long a payment that is not shipped is scored again when new facts arrive', WINDOW_SCHEMA),
  queues: raw('where cases wait; the first match wins', { type: 'array' }),
  roles: raw('what people may do, by name of the role', { type: 'object' }),
  people: raw('the role of each person, by name', { type: 'object', additionalProperties: { type: 'string' } }),
}

export const DUE_FIELDS = Object.fromEntries(
  CASE_KINDS.map(kind => [kind, raw(`how long after it was opened a ${kind} is due: 24h`, WINDOW_SCHEMA)]),
)

export const CASE_QUEUE_FIELDS = {
  queue: required(text('the name of the queue', 60)),
  when: lines('conditions on the case; every line holds', 20),
  priority: choice('low, normal (unless said), high or urgent', ['low', 'normal', 'high', 'urgent']),
  handling: choice('self (unless said), approval or escalate', ['self', 'approval', 'escalate']),
}

export const ROLE_FIELDS = {
  resolves_up_to: decimalNumber('the amount up to which they resolve alone; any amount unless said', 0, 1_000_000_000),
  approves_up_to: decimalNumber(
    'the amount up to which they agree as a second person; none unless said',
    0,
    1_000_000_000,
  ),
  investigates: choice('whether they resolve what was escalated: yes, or no (unless said)', ['yes', 'no']),
  accounts: lines(`what they may do about accounts: ${ACCOUNT_ACTIONS.join(', ')}`, ACCOUNT_ACTIONS.length),
}

import type { CasePolicy, Role } from '../../src/ruleset/case-policy.ts'

const role = (name: string, rest: Partial<Role>): Role => ({
  name,
  resolvesUpToMinor: Number.POSITIVE_INFINITY,
  approvesUpToMinor: undefined,
  investigates: false,
  accounts: [],
  ...rest,
})
const agent = role('agent', { resolvesUpToMinor: 50_000 })
const senior = role('senior', { approvesUpToMinor: 500_000, accounts: ['restrict', 'lift', 'cancel_reversal'] })
const investigator = role('investigator', {
  approvesUpToMinor: Number.POSITIVE_INFINITY,
  investigates: true,
  accounts: ['restrict', 'lift', 'close', 'cancel_reversal'],
})
const DAY_MS = 86_400_000

/** Two agents, a senior and an investigator; disputes and large cases need a second person. */
export const CASE_POLICY: CasePolicy = {
  refundLimitMinor: 20_000,
  deadlineMarginMs: 2 * DAY_MS,
  dueMs: {
    review: DAY_MS,
    dispute: 7 * DAY_MS,
    chargeback: 7 * DAY_MS,
    warning: DAY_MS,
    refund_request: 3 * DAY_MS,
    notice: 2 * DAY_MS,
  },
  watchUnshippedMs: 14 * DAY_MS,
  queues: [
    {
      queue: 'large',
      priority: 'urgent',
      handling: 'approval',
      when: ({ amount }) => amount !== undefined && amount >= 500,
    },
    {
      queue: 'disputes',
      priority: 'high',
      handling: 'self',
      when: ({ kind }) => kind === 'dispute' || kind === 'chargeback',
    },
    { queue: 'rest', priority: 'normal', handling: 'self' },
  ],
  roles: new Map([agent, senior, investigator].map(each => [each.name, each])),
  people: new Map([
    ['ana', agent],
    ['cyd', agent],
    ['ben', senior],
    ['ira', investigator],
  ]),
}

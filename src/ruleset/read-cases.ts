import { ACCOUNT_ACTIONS, type AccountAction, CASE_KINDS, type CaseKind } from '../model/case.ts'
import { minorDigits } from '../model/money.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { readFields } from '../yaml/fields.ts'
import { describeNode, keyPlace, placeOf, type YamlNode, type YamlScalar } from '../yaml/yaml-node.ts'
import { CASE_FIELDS, DUE_FIELDS, ROLE_FIELDS } from './case-fields.ts'
import type { CasePolicy, Role } from './case-policy.ts'
import type { CaseQueueDraft } from './policy-draft.ts'
import { readCaseQueues } from './read-case-queues.ts'
import { readWindow } from './read-window.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The actor of what happens by itself. */
const TAKEN_NAMES: ReadonlySet<string> = new Set(['desk'])

/** The section as it was read, before its conditions are compiled. */
export type CasePolicyDraft = Omit<CasePolicy, 'queues'> & { queues: readonly CaseQueueDraft[] }

/** What holds where the policy says nothing: one queue, and nobody who may act. */
export const DEFAULT_CASES: CasePolicyDraft = {
  refundLimitMinor: undefined,
  deadlineMarginMs: 2 * DAY_MS,
  dueMs: {
    review: DAY_MS,
    dispute: 7 * DAY_MS,
    chargeback: 7 * DAY_MS,
    warning: DAY_MS,
    refund_request: 3 * DAY_MS,
    notice: 3 * DAY_MS,
  },
  watchUnshippedMs: 14 * DAY_MS,
  queues: [{ queue: 'cases', priority: 'normal', handling: 'self', when: [] }],
  roles: new Map(),
  people: new Map(),
}

export function readCases(node: YamlNode, base: string, problems: ProblemList): CasePolicyDraft {
  const fields = readFields(node, CASE_FIELDS, problems, '`cases`')
  if (fields === undefined) return DEFAULT_CASES
  const digits = minorDigits(base) ?? 2
  const roles = fields.roles === undefined ? new Map() : readRoles(fields.roles.value, digits, problems)
  return {
    refundLimitMinor: fields.refund_limit && minorOf(fields.refund_limit.value, digits),
    deadlineMarginMs: readLength(fields.deadline_margin?.value, problems) ?? DEFAULT_CASES.deadlineMarginMs,
    dueMs: { ...DEFAULT_CASES.dueMs, ...(fields.due && readDue(fields.due.value, problems)) },
    watchUnshippedMs: readLength(fields.watch_unshipped?.value, problems) ?? DEFAULT_CASES.watchUnshippedMs,
    queues: fields.queues === undefined ? DEFAULT_CASES.queues : readCaseQueues(fields.queues.value, problems),
    roles,
    people: fields.people === undefined ? new Map() : readPeople(fields.people.value, roles, problems),
  }
}

function minorOf(amount: number, digits: number): number {
  return Math.round(amount * 10 ** digits)
}

function readDue(node: YamlNode, problems: ProblemList): Partial<Record<CaseKind, number>> {
  const fields = readFields(node, DUE_FIELDS, problems, '`due`')
  const lengths = CASE_KINDS.map(kind => [kind, readLength(fields?.[kind]?.value, problems)] as const)
  return Object.fromEntries(lengths.filter(([, ms]) => ms !== undefined))
}

/** A length of time, in milliseconds. */
function readLength(node: YamlNode | undefined, problems: ProblemList): number | undefined {
  const window = node && readWindow(node, problems)
  if (window === undefined || window.kind === 'sliding') return window?.ms
  problems.add('bad-window', placeOf(node!), 'this is a length of time', { suggestion: 'write for example 2d' })
  return undefined
}

function readRoles(node: YamlNode, digits: number, problems: ProblemList): Map<string, Role> {
  const roles = new Map<string, Role>()
  if (node.kind !== 'map') {
    problems.add('wrong-type', placeOf(node), `\`roles\` is a group of keys, not ${describeNode(node)}`, {
      suggestion: 'for example `agent: { resolves_up_to: 500 }`',
    })
    return roles
  }
  for (const { key: name, value } of node.entries) {
    const fields = readFields(value, ROLE_FIELDS, problems, `role \`${name}\``)
    if (fields === undefined) continue
    roles.set(name, {
      name,
      resolvesUpToMinor:
        fields.resolves_up_to === undefined ? Number.POSITIVE_INFINITY : minorOf(fields.resolves_up_to.value, digits),
      approvesUpToMinor: fields.approves_up_to && minorOf(fields.approves_up_to.value, digits),
      investigates: fields.investigates?.value === 'yes',
      accounts: readAccountActions(fields.accounts?.value ?? [], problems),
    })
  }
  return roles
}

function readAccountActions(scalars: readonly YamlScalar[], problems: ProblemList): AccountAction[] {
  return scalars.flatMap(scalar => {
    const action = ACCOUNT_ACTIONS.find(each => each === scalar.text)
    if (action !== undefined) return [action]
    const meant = didYouMean(scalar.text, ACCOUNT_ACTIONS)
    problems.add('bad-value', placeOf(scalar), `\`${scalar.text}\` is nothing that is done about accounts`, {
      suggestion: meant === undefined ? `one of ${ACCOUNT_ACTIONS.join(', ')}` : `did you mean \`${meant}\`?`,
    })
    return []
  })
}

function readPeople(node: YamlNode, roles: ReadonlyMap<string, Role>, problems: ProblemList): Map<string, Role> {
  const people = new Map<string, Role>()
  if (node.kind !== 'map') {
    problems.add('wrong-type', placeOf(node), `\`people\` is a group of keys, not ${describeNode(node)}`, {
      suggestion: 'for example `ana: agent`',
    })
    return people
  }
  for (const entry of node.entries) {
    const role = entry.value.kind === 'scalar' ? roles.get(entry.value.text) : undefined
    if (TAKEN_NAMES.has(entry.key)) {
      problems.add('bad-value', keyPlace(node, entry), `\`${entry.key}\` is what the desk calls itself`, {
        suggestion: 'choose another name',
      })
    } else if (role === undefined) {
      const written = entry.value.kind === 'scalar' ? entry.value.text : ''
      const meant = didYouMean(written, [...roles.keys()])
      problems.add('unknown-role', placeOf(entry.value), `no role is called \`${written}\``, {
        suggestion: meant === undefined ? 'name one of `cases.roles`' : `did you mean \`${meant}\`?`,
        notes: [`roles: ${[...roles.keys()].join(', ') || 'none yet'}`],
      })
    } else people.set(entry.key, role)
  }
  return people
}

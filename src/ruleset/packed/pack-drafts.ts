import type { Drafts } from '../build-ruleset.ts'
import type { ListKind, ListUse } from '../lists/list-use.ts'
import type { PackedList } from '../lists/value-list.ts'
import type { CaseQueueDraft, PolicyDraft, QueueDraft } from '../policy-draft.ts'
import type { CasePolicyDraft } from '../read-cases.ts'
import { packConditions } from './pack-conditions.ts'
import { type PackedTexts, packTexts } from './packed-texts.ts'

/** Everything that was read and found good, as plain data that another thread builds a ruleset from. */
export interface PackedDrafts {
  hash: string
  /** One for each rule that runs; see `packConditions`. */
  rules: PackedTexts
  policy: PackedPolicy
  lists: PackedList[]
  /** By rule. */
  snoozes: [string, PackedSnooze[]][]
}

export interface PackedSnooze {
  key: string
  values: PackedList
}

export type PackedQueue = Omit<QueueDraft, 'when'> & { when: string }

export type PackedPolicy = Omit<PolicyDraft, 'queues' | 'cases' | 'lists'> & {
  queues: PackedQueue[]
  cases: Omit<CasePolicyDraft, 'queues'> & { queues: PackedQueue[] }
  lists: [string, PackedUse][]
}

export interface PackedUse {
  kind: ListKind
  on: string[]
  ignoreCase: boolean
}

/** Takes drafts of rules that run. Their lists are given away with them and must not be asked any more. */
export function packDrafts({ hash, rules, policy, lists, snoozes }: Drafts): PackedDrafts {
  const { queues, cases, lists: uses, ...rest } = policy
  return {
    hash,
    rules: packTexts(rules.map(({ tests: _, ...rule }) => packConditions(rule))),
    policy: {
      ...rest,
      queues: queues.map(packQueue),
      cases: { ...cases, queues: cases.queues.map(packQueue) },
      lists: [...uses].map(([name, use]) => [name, packUse(use)]),
    },
    lists: [...lists.values()].map(list => list.pack()),
    snoozes: [...snoozes].map(([rule, all]) => [
      rule,
      all.map(({ key, values }) => ({ key: key.name, values: values.pack() })),
    ]),
  }
}

function packQueue({ when, ...queue }: QueueDraft | CaseQueueDraft): PackedQueue {
  return { ...queue, when: packConditions({ when }) }
}

function packUse({ kind, on, ignoreCase }: ListUse): PackedUse {
  return { kind, on: on.map(({ name }) => name), ignoreCase }
}

/** What of it is handed over instead of being copied. */
export function transfersOf({ rules, lists, snoozes }: PackedDrafts): ArrayBuffer[] {
  const snoozed = snoozes.flatMap(([, all]) => all.map(({ values }) => values))
  return [rules.bytes.buffer, ...[...lists, ...snoozed].flatMap(arraysOf)]
}

function arraysOf({ values, texts, endDays, owners, reasons }: PackedList): ArrayBuffer[] {
  const tables = [values, texts].flatMap(({ bytes, starts, slots }) => [bytes, starts, slots])
  return [...tables, endDays, owners, reasons].map(({ buffer }) => buffer)
}

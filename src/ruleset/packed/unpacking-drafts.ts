import type { FactName } from '../../enrich/facts.ts'
import type { Drafts } from '../build-ruleset.ts'
import type { Catalogue } from '../cel/scope.ts'
import type { Pausable } from '../in-slices.ts'
import { ValueList } from '../lists/value-list.ts'
import type { QueueDraft } from '../policy-draft.ts'
import type { RuleDraft } from '../rule-draft.ts'
import type { PackedDrafts, PackedPolicy, PackedQueue, PackedSnooze } from './pack-drafts.ts'
import { unpackTexts } from './packed-texts.ts'
import { unpackConditions } from './unpack-conditions.ts'

/** Drafts by the texts that they were packed in, so that a rule which comes again unchanged is not unpacked again. */
export type KnownDrafts = ReadonlyMap<string, RuleDraft>

/** What was packed, read against the same catalogue, with a pause after each rule; and the drafts to be known next time. */
export function* unpackingDrafts(
  { hash, rules, policy, lists, snoozes }: PackedDrafts,
  catalogue: Catalogue,
  known: KnownDrafts,
): Pausable<{ drafts: Drafts; known: KnownDrafts }> {
  const now = new Map<string, RuleDraft>()
  for (const text of unpackTexts(rules)) {
    now.set(text, known.get(text) ?? { ...unpackConditions<Omit<RuleDraft, 'tests'>>(text, catalogue), tests: [] })
    yield
  }
  const fact = (name: string): FactName => {
    const found = catalogue.get(name)
    if (found === undefined) throw new Error(`the name ${name} was checked and is not known here`)
    return found
  }
  const drafts: Drafts = {
    hash,
    rules: [...now.values()],
    policy: {
      ...policy,
      queues: policy.queues.map(queue => unpackQueue(queue, catalogue)),
      cases: { ...policy.cases, queues: policy.cases.queues.map(queue => unpackQueue(queue, catalogue)) },
      lists: new Map(unpackUses(policy, fact)),
    },
    lists: new Map(lists.map(list => [list.name, ValueList.unpack(list)])),
    snoozes: new Map(snoozes.map(([rule, all]) => [rule, all.map(each => unpackSnooze(each, fact))])),
  }
  return { drafts, known: now }
}

function unpackQueue({ when, ...queue }: PackedQueue, catalogue: Catalogue): QueueDraft {
  return { ...queue, when: unpackConditions(when, catalogue).when }
}

function unpackUses({ lists }: PackedPolicy, fact: (name: string) => FactName) {
  return lists.map(([name, { on, ...use }]) => [name, { ...use, on: on.map(fact) }] as const)
}

function unpackSnooze({ key, values }: PackedSnooze, fact: (name: string) => FactName) {
  return { key: fact(key), values: ValueList.unpack(values) }
}

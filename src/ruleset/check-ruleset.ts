import { basename } from 'node:path/posix'
import type { Problem } from '../model/problem.ts'
import { ProblemList } from '../problems/problem-list.ts'
import type { SourceText } from '../problems/source-text.ts'
import type { Drafts } from './build-ruleset.ts'
import type { Catalogue } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'
import type { Pausable } from './in-slices.ts'
import type { ListUse } from './lists/list-use.ts'
import type { ValueList } from './lists/value-list.ts'
import { listUsesOf } from './read-list-uses.ts'
import { readPolicy } from './read-policy.ts'
import { type Surroundings as RuleSurroundings, readRule } from './read-rule.ts'
import { readVelocities } from './read-velocities.ts'
import type { RuleDraft } from './rule-draft.ts'
import { type ReadFile, RuleMemory } from './rule-memory.ts'
import type { RulesetFile } from './ruleset-file.ts'
import { rulesetHash } from './ruleset-hash.ts'
import { RulesetReading } from './ruleset-reading.ts'
import { checkWhole } from './sense/check-whole.ts'
import type { Snoozes } from './snoozes.ts'
import type { RuleTest } from './tests/rule-test.ts'
import { BARE_SAMPLE, readSamplePayment } from './tests/sample-payment.ts'

/** What files are checked against. */
export interface CheckSurroundings {
  catalogue: Catalogue
  /** Of earlier readings, for those who read again and again. */
  memory?: RuleMemory | undefined
  /** Today, for those who ask which entries of lists and which snoozes have ended. Decides nothing. */
  nowMs?: number | undefined
}

export interface CheckedRuleset {
  problems: Problem[]
  /** By file as shown, for drawing problems. */
  sources: ReadonlyMap<string, SourceText>
  /** How many rules there are of each mode, off ones too. */
  modes: { live: number; shadow: number; off: number }
  tests: readonly RuleTest[]
  /** Every list, and what the policy says of those that it names. */
  lists: ReadonlyMap<string, ValueList>
  listUses: ReadonlyMap<string, ListUse>
  snoozes: Snoozes
  /** Of all rules, off ones too. Absent when there is an error. */
  drafts?: Drafts
}

/** From a snapshot of files to everything that is wrong with them, with a pause after each file and each rule. Pure. */
export function* checkingRuleset(
  files: readonly RulesetFile[],
  { catalogue, memory = new RuleMemory(), nowMs }: CheckSurroundings,
  problems: ProblemList,
  dir: string,
): Pausable<CheckedRuleset> {
  const reading = new RulesetReading(files, problems)
  const listNames = reading.listNames()
  memory.begin(reading.against(listNames))
  const [sampleRoot] = reading.yaml('sample')
  const sample = sampleRoot === undefined ? BARE_SAMPLE : readSamplePayment(sampleRoot, problems)
  const sharedRoots = reading.yaml('velocities')
  const shared = sharedRoots.flatMap((root): Name[] => readVelocities(root, catalogue, problems))
  const around = { catalogue, shared, lists: listNames, sample }
  const rules: RuleDraft[] = []
  for (const file of reading.ofKind('rule')) {
    const read = memory.recall(file, () => readRuleFile(reading, file, around))
    if (read.draft !== undefined) rules.push(read.draft)
    problems.problems.push(...read.problems)
    yield
  }
  reportDuplicates(rules, problems)
  const ruleNames = new Set(files.filter(file => file.kind === 'rule').map(file => basename(file.path, '.yaml')))
  const [policyRoot] = reading.yaml('policy')
  const listUses = listUsesOf(policyRoot, catalogue, listNames, problems)
  const policy = policyRoot && readPolicy(policyRoot, { ...around, rules: ruleNames, listUses }, problems)
  yield
  const lists = yield* reading.lists(listUses, nowMs)
  const snoozes = reading.snoozes({ catalogue, rules: ruleNames, drafts: rules, nowMs })
  if (!files.some(file => file.kind === 'policy')) {
    const place = { file: `${dir}/policy.yaml`, line: 1, column: 1, endLine: 1, endColumn: 2 }
    problems.add('missing-file', place, 'a ruleset needs a policy.yaml', {
      suggestion: 'the smallest one: thresholds: { review: 50, block: 100 } and base: USD',
    })
  }
  if (policy !== undefined && problems.errorCount === 0) yield* checkWhole(rules, policy, sharedRoots, problems)
  const found = {
    problems: problems.sorted(),
    sources: reading.sources,
    modes: countModes(rules),
    tests: rules.flatMap(rule => rule.tests),
    lists,
    listUses,
    snoozes,
  }
  if (policy === undefined || problems.errorCount > 0) return found
  const hash = rulesetHash(files.filter(({ kind }) => kind !== 'sample' && kind !== 'playbook'))
  yield
  return { ...found, drafts: { hash, rules, policy, lists, snoozes } }
}

function readRuleFile(reading: RulesetReading, file: RulesetFile, around: RuleSurroundings): ReadFile {
  const problems = new ProblemList()
  const root = reading.yamlOf(file, problems)
  return { draft: root && readRule(root, around, problems), problems: problems.problems }
}

function reportDuplicates(rules: readonly RuleDraft[], problems: ProblemList): void {
  const first = new Map<string, RuleDraft>()
  for (const rule of rules) {
    const other = first.get(rule.name)
    if (other === undefined) first.set(rule.name, rule)
    else
      problems.add('duplicate-rule', rule.place, `another file holds a rule \`${rule.name}\` already`, {
        also: other.place,
      })
  }
}

function countModes(rules: readonly RuleDraft[]): CheckedRuleset['modes'] {
  const modes = { live: 0, shadow: 0, off: 0 }
  for (const rule of rules) modes[rule.mode]++
  return modes
}

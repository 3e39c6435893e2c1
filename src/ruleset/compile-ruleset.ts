import { basename } from 'node:path/posix'
import type { Problem } from '../model/problem.ts'
import { ProblemList } from '../problems/problem-list.ts'
import { SourceText } from '../problems/source-text.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import type { YamlNode } from '../yaml/yaml-node.ts'
import { buildingRuleset, type Drafts, type PlanVelocities } from './build-ruleset.ts'
import type { Catalogue } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'
import { findSecrets } from './find-secrets.ts'
import { atOnce, type Pausable } from './in-slices.ts'
import type { ListUse } from './lists/list-use.ts'
import { readingList } from './lists/read-list.ts'
import type { ValueList } from './lists/value-list.ts'
import { listUsesOf } from './read-list-uses.ts'
import { readPolicy } from './read-policy.ts'
import { type Surroundings as RuleSurroundings, readRule } from './read-rule.ts'
import { readSnoozes, type SnoozeSurroundings } from './read-snoozes.ts'
import { readVelocities } from './read-velocities.ts'
import type { RuleDraft } from './rule-draft.ts'
import { type ReadFile, RuleMemory } from './rule-memory.ts'
import type { Ruleset } from './ruleset.ts'
import type { RulesetFile, RulesetFileKind } from './ruleset-file.ts'
import { rulesetHash } from './ruleset-hash.ts'
import { checkWhole } from './sense/check-whole.ts'
import type { Snoozes } from './snoozes.ts'
import type { RuleTest } from './tests/rule-test.ts'
import { BARE_SAMPLE, readSamplePayment } from './tests/sample-payment.ts'
import { withoutIdleLogs } from './without-idle-logs.ts'

/** What the compiler needs from other rooms. */
export interface Surroundings {
  catalogue: Catalogue
  planVelocities: PlanVelocities
  /** Of earlier readings, for those who read again and again. */
  memory?: RuleMemory | undefined
  /** Today, for those who ask which entries of lists and which snoozes have ended. Decides nothing. */
  nowMs?: number | undefined
}

export interface CompiledRuleset {
  /** Absent when there is an error: a bad file never replaces the ruleset that runs. */
  ruleset?: Ruleset
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
  /** The ruleset with the rules that are off as well, as shadow rules: what rule tests run against. */
  testRuleset?(): Ruleset
  /**
   * Some rules as a ruleset of their own, off ones as shadow rules, for those who share the rules out among threads. Its
   * plan has just the logs that these rules read; with `beside`, it begins with the velocities of that plan, so that one
   * store counts for both. Under the same hash as the whole.
   */
  part?(takes: ReadonlySet<string>, beside?: VelocityPlan): Ruleset
}

/** From a snapshot of files to a ruleset, or to everything that is wrong with it. Pure. */
export function compileRuleset(
  files: readonly RulesetFile[],
  surroundings: Surroundings,
  problems: ProblemList,
  dir: string,
): CompiledRuleset {
  return atOnce(compilingRuleset(files, surroundings, problems, dir))
}

/** The same, with a pause after each file and each rule for those who have other work to do. */
export function* compilingRuleset(
  files: readonly RulesetFile[],
  { catalogue, planVelocities, memory = new RuleMemory(), nowMs }: Surroundings,
  problems: ProblemList,
  dir: string,
): Pausable<CompiledRuleset> {
  const reading = new Reading(files, problems)
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
  const running: Drafts = { hash, rules: rules.filter(rule => rule.mode !== 'off'), policy, lists, snoozes }
  yield
  return {
    ...found,
    ruleset: yield* buildingRuleset(running, planVelocities, { together: true }),
    testRuleset: () => atOnce(buildingRuleset({ ...running, rules }, planVelocities, { together: false })),
    part: (takes, beside) => {
      const taken = { ...running, rules: rules.filter(rule => takes.has(rule.name)) }
      const before = beside?.velocities ?? []
      const plan: PlanVelocities = (definitions, keep) =>
        withoutIdleLogs(planVelocities([...before, ...definitions], keep))
      return atOnce(buildingRuleset(taken, plan, { together: true }))
    },
  }
}

function readRuleFile(reading: Reading, file: RulesetFile, around: RuleSurroundings): ReadFile {
  const problems = new ProblemList()
  const root = reading.yamlOf(file, problems)
  return { draft: root && readRule(root, around, problems), problems: problems.problems }
}

/** Reads the files of one kind at a time, and keeps their texts for the caret. */
class Reading {
  readonly sources = new Map<string, SourceText>()
  private readonly files: readonly RulesetFile[]
  private readonly problems: ProblemList

  constructor(files: readonly RulesetFile[], problems: ProblemList) {
    this.files = files
    this.problems = problems
    for (const file of files) this.sources.set(file.shown, new SourceText(file.shown, file.text))
  }

  yaml(kind: RulesetFileKind): YamlNode[] {
    return this.ofKind(kind)
      .map(file => this.yamlOf(file, this.problems))
      .filter(root => root !== undefined)
  }

  yamlOf(file: RulesetFile, problems: ProblemList): YamlNode | undefined {
    const source = this.source(file)
    findSecrets(source, problems)
    return readYaml(source, problems)
  }

  /** All that rule files are read against besides the catalogue, as one text. */
  against(listNames: ReadonlySet<string>): string {
    const texts = [...this.ofKind('sample'), ...this.ofKind('velocities')].map(file => [file.kind, file.text])
    return JSON.stringify([texts, [...listNames].sort()])
  }

  listNames(): Set<string> {
    return new Set(this.ofKind('list').map(listName))
  }

  snoozes(around: SnoozeSurroundings): Snoozes {
    const [file] = this.ofKind('snoozes')
    return file === undefined ? new Map() : readSnoozes(this.source(file), around, this.problems)
  }

  *lists(uses: ReadonlyMap<string, ListUse>, nowMs: number | undefined): Pausable<Map<string, ValueList>> {
    const lists = new Map<string, ValueList>()
    for (const file of this.ofKind('list')) {
      const source = this.source(file)
      const name = listName(file)
      if (lists.has(name)) {
        this.problems.add('duplicate-list', source.place(0, 1), `another file holds a list \`${name}\` already`, {
          suggestion: 'rename one',
        })
      } else lists.set(name, yield* readingList(name, source, this.problems, { use: uses.get(name), nowMs }))
      yield
    }
    return lists
  }

  ofKind(kind: RulesetFileKind): RulesetFile[] {
    return this.files.filter(file => file.kind === kind)
  }

  private source(file: RulesetFile): SourceText {
    return this.sources.get(file.shown)!
  }
}

/** A list is called like its file, without the ending. */
export function listName({ path }: RulesetFile): string {
  return basename(path).replace(/\.(csv|txt)$/, '')
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

function countModes(rules: readonly RuleDraft[]): CompiledRuleset['modes'] {
  const modes = { live: 0, shadow: 0, off: 0 }
  for (const rule of rules) modes[rule.mode]++
  return modes
}

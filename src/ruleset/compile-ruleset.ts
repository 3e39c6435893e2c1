import { basename } from 'node:path/posix'
import type { Problem } from '../model/problem.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { SourceText } from '../problems/source-text.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import type { YamlNode } from '../yaml/yaml-node.ts'
import { buildingRuleset, type Drafts, type PlanVelocities } from './build-ruleset.ts'
import type { Catalogue } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'
import { findSecrets } from './find-secrets.ts'
import { atOnce, type Pausable } from './in-slices.ts'
import { readList } from './lists/read-list.ts'
import type { ValueList } from './lists/value-list.ts'
import { readPolicy } from './read-policy.ts'
import { readRule } from './read-rule.ts'
import { readVelocities } from './read-velocities.ts'
import type { RuleDraft } from './rule-draft.ts'
import type { Ruleset } from './ruleset.ts'
import type { RulesetFile, RulesetFileKind } from './ruleset-file.ts'
import { rulesetHash } from './ruleset-hash.ts'
import type { RuleTest } from './tests/rule-test.ts'
import { BARE_SAMPLE, readSamplePayment } from './tests/sample-payment.ts'

/** What the compiler needs from other rooms. */
export interface Surroundings {
  catalogue: Catalogue
  planVelocities: PlanVelocities
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
  /** The ruleset with the rules that are off as well, as shadow rules: what rule tests run against. */
  testRuleset?(): Ruleset
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
  { catalogue, planVelocities }: Surroundings,
  problems: ProblemList,
  dir: string,
): Pausable<CompiledRuleset> {
  const reading = new Reading(files, problems)
  const lists = yield* reading.lists()
  const listNames = new Set(lists.keys())
  const [sampleRoot] = reading.yaml('sample')
  const sample = sampleRoot === undefined ? BARE_SAMPLE : readSamplePayment(sampleRoot, problems)
  const shared = [...reading.yaml('velocities')].flatMap((root): Name[] => readVelocities(root, catalogue, problems))
  const around = { catalogue, shared, lists: listNames, sample }
  const rules: RuleDraft[] = []
  for (const root of reading.yaml('rule')) {
    const rule = readRule(root, around, problems)
    if (rule !== undefined) rules.push(rule)
    yield
  }
  reportDuplicates(rules, problems)
  const ruleNames = new Set(files.filter(file => file.kind === 'rule').map(file => basename(file.path, '.yaml')))
  const [policyRoot] = reading.yaml('policy')
  const policy = policyRoot && readPolicy(policyRoot, { ...around, rules: ruleNames }, problems)
  yield
  if (!files.some(file => file.kind === 'policy')) {
    const place = { file: `${dir}/policy.yaml`, line: 1, column: 1, endLine: 1, endColumn: 2 }
    problems.add('missing-file', place, 'a ruleset needs a policy.yaml', {
      suggestion: 'the smallest one: thresholds: { review: 50, block: 100 } and base: USD',
    })
  }
  const found = {
    problems: problems.sorted(),
    sources: reading.sources,
    modes: countModes(rules),
    tests: rules.flatMap(rule => rule.tests),
  }
  if (policy === undefined || problems.errorCount > 0) return found
  const hash = rulesetHash(files.filter(file => file.kind !== 'sample'))
  const running: Drafts = { hash, rules: rules.filter(rule => rule.mode !== 'off'), policy, lists }
  yield
  return {
    ...found,
    ruleset: yield* buildingRuleset(running, planVelocities),
    testRuleset: () => atOnce(buildingRuleset({ ...running, rules }, planVelocities)),
  }
}

/** Reads the files of one kind at a time, and keeps their texts for the caret. */
class Reading {
  readonly sources = new Map<string, SourceText>()
  private readonly files: readonly RulesetFile[]
  private readonly problems: ProblemList

  constructor(files: readonly RulesetFile[], problems: ProblemList) {
    this.files = files
    this.problems = problems
  }

  /** One file at a time, as it is asked for. */
  *yaml(kind: RulesetFileKind): Iterable<YamlNode> {
    for (const file of this.ofKind(kind)) {
      const source = this.source(file)
      findSecrets(source, this.problems)
      const root = readYaml(source, this.problems)
      if (root !== undefined) yield root
    }
  }

  *lists(): Pausable<Map<string, ValueList>> {
    const lists = new Map<string, ValueList>()
    for (const file of this.ofKind('list')) {
      const source = this.source(file)
      const name = basename(file.path).replace(/\.(csv|txt)$/, '')
      if (lists.has(name)) {
        this.problems.add('duplicate-list', source.place(0, 1), `another file holds a list \`${name}\` already`, {
          suggestion: 'rename one',
        })
      } else lists.set(name, readList(name, source, this.problems))
      yield
    }
    return lists
  }

  private ofKind(kind: RulesetFileKind): RulesetFile[] {
    return this.files.filter(file => file.kind === kind)
  }

  private source(file: RulesetFile): SourceText {
    const source = new SourceText(file.shown, file.text)
    this.sources.set(file.shown, source)
    return source
  }
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

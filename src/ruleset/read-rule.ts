import { basename } from 'node:path/posix'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { type Found, readFields } from '../yaml/fields.ts'
import { placeInScalar } from '../yaml/offset-map.ts'
import { placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import { type Catalogue, makeScope } from './cel/scope.ts'
import { type Name, namesOf } from './cel/tree.ts'
import { readLines } from './read-lines.ts'
import { readVelocities } from './read-velocities.ts'
import { readReason } from './reason-template.ts'
import type { RuleDraft } from './rule-draft.ts'
import { RULE_FIELDS } from './rule-fields.ts'
import { checkRuleSense } from './sense/check-rule-sense.ts'
import { readRuleTests } from './tests/read-rule-tests.ts'
import type { SamplePayment } from './tests/sample-payment.ts'

/** What rules may use besides the catalogue. */
export interface Surroundings {
  catalogue: Catalogue
  shared: readonly Name[]
  lists: ReadonlySet<string>
  sample: SamplePayment
}

/** One rule file, checked whole. Undefined when a part without which it is no rule is missing or wrong. */
export function readRule(root: YamlNode, around: Surroundings, problems: ProblemList): RuleDraft | undefined {
  const errorsBefore = problems.errorCount
  const fields = readFields(root, RULE_FIELDS, problems, 'a rule')
  if (fields === undefined) return undefined
  checkName(fields.rule, root, problems)
  const velocities =
    fields.velocity === undefined ? [] : readVelocities(fields.velocity.value, around.catalogue, problems)
  reportShadowing(velocities, around.shared, fields.velocity?.node, problems)
  const scope = makeScope(around.catalogue, [...around.shared, ...velocities], { lists: around.lists })
  const when = readLines(fields.when?.value ?? [], scope, problems)
  const unless = readLines(fields.unless?.value ?? [], scope, problems)
  const reasonNode = fields.reason?.node
  const reason =
    fields.reason === undefined || reasonNode?.kind !== 'scalar'
      ? []
      : readReason(reasonNode.text, scope, (code, start, end, message, extras) =>
          problems.add(code, placeInScalar(reasonNode, start, end), message, extras),
        )
  const name = fields.rule?.value ?? ''
  const tests = fields.tests === undefined ? [] : readRuleTests(fields.tests.value, name, around.sample, problems)
  if (fields.when?.value.length === 0 && problems.errorCount === errorsBefore) {
    problems.add('bad-value', fields.when.place, '`when` has no line')
  }
  const { rule, title, mode, score } = fields
  if (problems.errorCount > errorsBefore || !rule || !title || !mode || !score) return undefined
  const draft: RuleDraft = {
    name,
    title: title.value,
    mode: mode.value,
    owner: fields.owner?.value ?? '',
    why: fields.why?.value ?? '',
    score: score.value,
    ...(fields.action === undefined ? {} : { action: fields.action.value }),
    missing: fields.missing?.value ?? 'no-hit',
    knownGoodShareMax: fields.known_good?.value ?? 0,
    velocities,
    when,
    unless,
    reason,
    check: (fields.check?.value ?? []).map(scalar => scalar.text.trim()),
    tests,
    place: rule.place,
  }
  warnUnused(draft, fields.velocity?.node, problems)
  warnUntested(draft, problems)
  checkRuleSense(draft, problems)
  return draft
}

function checkName(found: Found<string> | undefined, root: YamlNode, problems: ProblemList): void {
  if (found === undefined) return
  const file = basename(root.source.file).replace(/\.yaml$/, '')
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(found.value)) {
    problems.add('bad-value', found.place, `\`${found.value}\` cannot be the name of a rule`, {
      suggestion: 'use small letters, digits and hyphens, for example `many-cards-one-ip`',
    })
  } else if (found.value !== file) {
    problems.add(
      'name-mismatch',
      found.place,
      `this rule is called \`${found.value}\`, and its file \`${file}.yaml\``,
      {
        suggestion: `write \`rule: ${file}\`, or rename the file`,
      },
    )
  }
}

function reportShadowing(
  own: readonly Name[],
  shared: readonly Name[],
  node: YamlNode | undefined,
  problems: ProblemList,
): void {
  for (const { name } of own) {
    if (!shared.some(each => each.name === name)) continue
    problems.add(
      'velocity-name-taken',
      entryPlace(node!, name),
      `\`${name}\` is shared by all rules in velocities.yaml already`,
      {
        suggestion: 'give it another name, or leave it out here',
      },
    )
  }
}

function warnUnused(draft: RuleDraft, node: YamlNode | undefined, problems: ProblemList): void {
  const used = new Set([...draft.when, ...draft.unless].flatMap(line => namesOf(line.tree).map(({ name }) => name)))
  for (const part of draft.reason) if (typeof part !== 'string') used.add(part.name.name)
  const names = draft.velocities.map(({ name }) => name)
  for (const name of names.filter(each => !used.has(each))) {
    const meant = didYouMean(name, [...used])
    problems.add('unused-velocity', entryPlace(node!, name), `nothing in this rule uses \`${name}\``, {
      suggestion: meant === undefined ? 'use it or leave it out' : `did you mean it where \`${meant}\` stands?`,
    })
  }
}

function warnUntested(draft: RuleDraft, problems: ProblemList): void {
  if (draft.mode === 'off') return
  const missing = (['hit', 'no-hit'] as const).filter(expected => !draft.tests.some(test => test.expect === expected))
  if (missing.length === 0) return
  problems.add(
    'missing-test',
    draft.place,
    `this rule has no test with \`expect: ${missing.join('` and none with `expect: ')}\``,
    {
      suggestion: 'add one under `tests:`',
    },
  )
}

function entryPlace(node: YamlNode, name: string) {
  const entry = node.kind === 'map' ? node.entries.find(each => each.key === name) : undefined
  return entry === undefined ? placeOf(node) : node.source.place(entry.keyStart, entry.keyEnd)
}

import { basename } from 'node:path/posix'
import { ANSWERS, type Answer, EVIDENCE_KIND_NAMES, type EvidenceKind, type Network } from '../model/evidence.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { parseDuration } from '../ruleset/duration.ts'
import { type Found, readFields } from '../yaml/fields.ts'
import { placeInScalar } from '../yaml/offset-map.ts'
import { describeNode, placeOf, type YamlNode, type YamlScalar } from '../yaml/yaml-node.ts'
import { checkTree } from './check-tree.ts'
import type { CoveredReason, Playbook } from './playbook.ts'
import { ANSWER_FIELDS, COVER_FIELDS, DEADLINE_FIELDS, EVIDENCE_FIELDS, PLAYBOOK_FIELDS } from './playbook-fields.ts'
import { readSteps } from './read-steps.ts'
import { readTemplate, type TemplatePart } from './template.ts'
import { kindOfField } from './template-fields.ts'

const DAY_MS = 86_400_000

/** Reads one playbook. Undefined when there is an error in it. */
export function readPlaybook(root: YamlNode, problems: ProblemList): Playbook | undefined {
  const errorsBefore = problems.errorCount
  const fields = readFields(root, PLAYBOOK_FIELDS, problems, 'a playbook')
  if (fields === undefined) return undefined
  checkName(fields.playbook, problems)
  const covers = fields.covers === undefined ? [] : readCovers(fields.covers.value, problems)
  const deadlineMs = fields.deadline === undefined ? new Map() : readDeadlines(fields.deadline.value, problems)
  const marginMs = (fields.margin && readLength(fields.margin.value, problems)) ?? 2 * DAY_MS
  const steps = fields.steps === undefined ? [] : readSteps(fields.steps.value, problems)
  const { required, helpful } = readEvidence(fields.evidence?.value, problems)
  const answers = readAnswers(fields.answers?.value, new Set([...required, ...helpful]), problems)
  if (fields.steps !== undefined && fields.answers !== undefined) {
    checkTree(steps, answers, { steps: fields.steps.keyPlace, answers: fields.answers.keyPlace }, problems)
  }
  const [first, ...others] = steps
  const { playbook, title, why } = fields
  if (problems.errorCount > errorsBefore || first === undefined || !playbook || !title || !why) return undefined
  return {
    name: playbook.value,
    title: title.value,
    why: why.value,
    covers,
    deadlineMs,
    marginMs,
    steps: [first, ...others],
    required,
    helpful,
    answers: new Map([...answers].map(([answer, { parts }]) => [answer, parts])),
  }
}

function checkName(name: Found<string> | undefined, problems: ProblemList): void {
  if (name === undefined) return
  const file = basename(name.place.file, '.yaml')
  if (name.value === file) return
  problems.add('name-mismatch', name.place, `a playbook is called like its file, \`${file}\``, {
    suggestion: `write \`playbook: ${file}\`, or rename the file`,
  })
}

function readCovers(node: YamlNode, problems: ProblemList): CoveredReason[] {
  const fields = readFields(node, COVER_FIELDS, problems, '`covers`') ?? {}
  const covered = Object.entries(fields).flatMap(([network, found]) =>
    (found?.value ?? []).map(scalar => ({
      network: network as Network,
      reason: scalar.text.trim(),
      place: placeOf(scalar),
    })),
  )
  if (covered.length === 0) problems.add('bad-value', placeOf(node), '`covers` names no reason')
  return covered
}

function readDeadlines(node: YamlNode, problems: ProblemList): Map<Network, number> {
  const fields = readFields(node, DEADLINE_FIELDS, problems, '`deadline`') ?? {}
  const read = Object.entries(fields).map(([network, found]) => [network, found && readLength(found.value, problems)])
  return new Map(read.filter((each): each is [Network, number] => each[1] !== undefined))
}

function readLength(node: YamlNode, problems: ProblemList): number | undefined {
  const ms = node.kind === 'scalar' ? parseDuration(node.text) : undefined
  if (ms === undefined) {
    problems.add('bad-window', placeOf(node), `this is a length of time, not ${describeNode(node)}`, {
      suggestion: 'write for example 30d',
    })
  }
  return ms
}

function readEvidence(node: YamlNode | undefined, problems: ProblemList): Pick<Playbook, 'required' | 'helpful'> {
  const fields = node && readFields(node, EVIDENCE_FIELDS, problems, '`evidence`')
  const seen = new Map<EvidenceKind, YamlScalar>()
  const kinds = (scalars: readonly YamlScalar[] = []): EvidenceKind[] =>
    scalars.flatMap(scalar => {
      const kind = EVIDENCE_KIND_NAMES.find(each => each === scalar.text)
      if (kind === undefined) {
        const meant = didYouMean(scalar.text, EVIDENCE_KIND_NAMES)
        problems.add('unknown-name', placeOf(scalar), `no kind of evidence is called \`${scalar.text}\``, {
          ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
          notes: [`kinds: ${EVIDENCE_KIND_NAMES.join(', ')}`],
        })
        return []
      }
      const before = seen.get(kind)
      if (before !== undefined) {
        problems.add('bad-value', placeOf(scalar), `\`${kind}\` stands here twice`, { also: placeOf(before) })
        return []
      }
      seen.set(kind, scalar)
      return [kind]
    })
  return { required: kinds(fields?.required?.value), helpful: kinds(fields?.helpful?.value) }
}

/** A template with where it stands. */
export interface FoundAnswer {
  parts: readonly TemplatePart[]
  keyPlace: Found<string>['keyPlace']
}

function readAnswers(
  node: YamlNode | undefined,
  needed: ReadonlySet<EvidenceKind>,
  problems: ProblemList,
): Map<Answer, FoundAnswer> {
  const fields = (node && readFields(node, ANSWER_FIELDS, problems, '`answers`')) ?? {}
  const answers = new Map<Answer, FoundAnswer>()
  for (const answer of ANSWERS) {
    const found = fields[answer]
    if (found === undefined || found.node.kind !== 'scalar') continue
    const scalar = found.node
    const parts = readTemplate(scalar, problems, (field, start, end) => {
      const kind = kindOfField(field)
      if (kind === undefined || needed.has(kind)) return
      const message = `\`${field}\` is part of \`${kind}\`, which this playbook does not need`
      problems.add('data-not-needed', placeInScalar(scalar, start, end), message, {
        suggestion: `leave it out, or put \`${kind}\` under \`evidence\``,
      })
    })
    answers.set(answer, { parts, keyPlace: found.keyPlace })
  }
  return answers
}

import type { ProblemList } from '../problems/problem-list.ts'
import { type Found, readFields } from '../yaml/fields.ts'
import { describeNode, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import { type Catalogue, makeScope, type Scope } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'
import type { ListUse } from './lists/list-use.ts'
import type { CostLimits, PolicyDraft, QueueDraft } from './policy-draft.ts'
import { LIMIT_FIELDS, POLICY_FIELDS, QUEUE_FIELDS, THRESHOLD_FIELDS } from './policy-fields.ts'
import { DEFAULT_CASES, readCases } from './read-cases.ts'
import { readKeep } from './read-keep.ts'
import { readLines } from './read-lines.ts'
import { readMoney } from './read-money.ts'

/** What queues may ask about besides facts and shared velocities. */
export const VERDICT_NAMES: readonly Name[] = [
  { name: 'action', type: 'text', kind: 'verdict' },
  { name: 'score', type: 'number', kind: 'verdict' },
  { name: 'hits', type: 'texts', kind: 'verdict' },
]

const DEFAULT_QUEUE: QueueDraft = { queue: 'review', priority: 'normal', handling: 'self', when: [] }

export interface PolicySurroundings {
  catalogue: Catalogue
  shared: readonly Name[]
  lists: ReadonlySet<string>
  rules: ReadonlySet<string>
  /** What the policy says of lists, read before it, because lists are read by it even where the rest is wrong. */
  listUses: ReadonlyMap<string, ListUse>
}

export function readPolicy(root: YamlNode, around: PolicySurroundings, problems: ProblemList): PolicyDraft | undefined {
  const errorsBefore = problems.errorCount
  const fields = readFields(root, POLICY_FIELDS, problems, 'the policy')
  if (fields === undefined) return undefined
  const thresholds = fields.thresholds && readThresholds(fields.thresholds.value, problems)
  const scope = makeScope(around.catalogue, [...around.shared, ...VERDICT_NAMES], around)
  const queues = fields.queues === undefined ? [DEFAULT_QUEUE] : readQueues(fields.queues.value, scope, problems)
  const money = readMoney(fields.base, fields.rates?.value, problems)
  const keep = fields.keep === undefined ? [] : readKeep(fields.keep.value, around.catalogue, problems)
  const limits = readLimits(root, fields.limits, problems)
  const cases =
    fields.cases === undefined ? DEFAULT_CASES : readCases(fields.cases.value, fields.base?.value ?? '', problems)
  if (thresholds === undefined || money === undefined || problems.errorCount > errorsBefore) return undefined
  const holdout = fields.holdout?.value ?? 0
  return { ...thresholds, limits, queues, money, holdout, keep, lists: around.listUses, cases }
}

function readThresholds(
  node: YamlNode,
  problems: ProblemList,
): Pick<PolicyDraft, 'thresholds' | 'reviewPlace'> | undefined {
  const fields = readFields(node, THRESHOLD_FIELDS, problems, '`thresholds`')
  if (fields?.review === undefined || fields.block === undefined) return undefined
  const { review, block } = fields
  if (review.value <= block.value) {
    return { thresholds: { review: review.value, block: block.value }, reviewPlace: review.place }
  }
  problems.add('bad-threshold', fields.block.place, '`block` is below `review`, so nothing would ever be reviewed', {
    also: fields.review.place,
    suggestion: 'raise it',
  })
  return undefined
}

const DEFAULT_LIMITS = { ruleCost: 50, rulesetCost: 1000 }

function readLimits(root: YamlNode, limits: Found<YamlNode> | undefined, problems: ProblemList): CostLimits {
  const place = limits?.keyPlace ?? root.source.place(root.start, root.start)
  const fields = limits && readFields(limits.value, LIMIT_FIELDS, problems, '`limits`')
  return {
    ruleCost: fields?.rule_cost?.value ?? DEFAULT_LIMITS.ruleCost,
    rulesetCost: fields?.ruleset_cost?.value ?? DEFAULT_LIMITS.rulesetCost,
    place,
  }
}

function readQueues(node: YamlNode, scope: Scope, problems: ProblemList): QueueDraft[] {
  if (node.kind !== 'list' || node.items.length === 0) {
    problems.add('wrong-type', placeOf(node), `\`queues\` is a list, not ${describeNode(node)}`, {
      suggestion: 'begin each queue with `- queue:`',
    })
    return []
  }
  const queues: QueueDraft[] = []
  node.items.forEach((item, index) => {
    const fields = readFields(item, QUEUE_FIELDS, problems, 'a queue')
    if (fields?.queue === undefined) return
    const isLast = index === node.items.length - 1
    if (fields.when === undefined && !isLast) {
      problems.add(
        'unreachable-queue',
        fields.queue.place,
        `\`${fields.queue.value}\` takes everything, so the queues below it stay empty`,
        {
          suggestion: 'give it a `when`, or move it to the end',
        },
      )
    }
    if (fields.when !== undefined && isLast) {
      problems.add(
        'unreachable-queue',
        fields.when.keyPlace,
        'the last queue takes what is left, so it has no `when`',
        {
          suggestion: 'add a queue without `when` below it',
        },
      )
    }
    queues.push({
      queue: fields.queue.value,
      priority: fields.priority?.value ?? 'normal',
      handling: fields.handling?.value ?? 'self',
      when: readLines(fields.when?.value ?? [], scope, problems),
    })
  })
  return queues
}

import type { Mode } from '../../model/decision.ts'
import type { ProblemList } from '../../problems/problem-list.ts'
import { namesOf, type Tree } from '../cel/tree.ts'
import type { PolicyDraft, QueueDraft } from '../policy-draft.ts'
import type { DraftLine, RuleDraft } from '../rule-draft.ts'
import { canHold, type Demand, impliedBy } from './can-hold.ts'
import { onlyCompares } from './find-idle-lines.ts'
import { impossibleValues } from './impossible-value.ts'
import { neededNames } from './needs.ts'

/** Queues that no payment ever reaches. */
export function checkQueues(rules: readonly RuleDraft[], { queues }: PolicyDraft, problems: ProblemList): void {
  const modes = new Map(rules.map(rule => [rule.name, rule.mode]))
  for (const [index, queue] of queues.entries()) {
    if (queue.when.length === 0) continue
    const place = queue.when[0]!.place
    const demands = queue.when.map(({ tree }): Demand => ({ tree, holds: true }))
    const idle = queue.when.map(line => waitsFor(line, modes)).find(each => each !== undefined)
    if (idle !== undefined) {
      problems.add('idle-queue', idle.place, `\`hits\` holds live rules, and \`${idle.rule}\` is ${idle.mode}`, {
        suggestion: `nothing comes into \`${queue.queue}\` until the rule is live`,
      })
    } else if (!canHold(demands)) {
      // An impossible value was reported where it stands.
      if (queue.when.some(({ tree }) => impossibleValues(tree).length > 0)) continue
      problems.add('idle-queue', place, `no payment comes into \`${queue.queue}\`: its lines never hold together`, {
        suggestion: 'compare them with each other',
      })
    } else if (!canHold([...demands, ...passedBy(queues.slice(0, index), queue)])) {
      problems.add('idle-queue', place, `no payment comes into \`${queue.queue}\`: queues above it take them all`, {
        suggestion: 'the first queue that holds takes the payment: move this one up',
      })
    }
  }
}

/** `"rule" in hits` for a rule that is not live. */
function waitsFor({ tree, place }: DraftLine, modes: ReadonlyMap<string, Mode>) {
  if (tree.op !== 'within' || tree.value.op !== 'constant' || tree.values.op !== 'name') return undefined
  if (tree.values.name.name !== 'hits') return undefined
  const rule = String(tree.value.value)
  const mode = modes.get(rule)
  return mode === undefined || mode === 'live' ? undefined : { rule, mode, place }
}

/**
 * What the queues above did not take. One whose lines may be open for a payment that this queue takes is left out: an
 * open line does not hold, and says nothing of the values.
 */
function passedBy(above: readonly QueueDraft[], queue: QueueDraft): Demand[] {
  const there = new Set(queue.when.flatMap(({ tree }) => neededNames(tree)).flatMap(impliedBy))
  const isKnown = (tree: Tree) =>
    onlyCompares(tree) && namesOf(tree).every(name => name.kind === 'verdict' || there.has(name.name))
  return above
    .filter(({ when }) => when.length > 0 && when.every(({ tree }) => isKnown(tree)))
    .map(({ when }) => ({ tree: when.map(({ tree }) => tree).reduce(joined), holds: false }))
}

function joined(left: Tree, right: Tree): Tree {
  return { op: 'and', type: 'boolean', left, right, start: left.start, end: right.end }
}

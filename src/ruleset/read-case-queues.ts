import type { ProblemList } from '../problems/problem-list.ts'
import { readFields } from '../yaml/fields.ts'
import { describeNode, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import { CASE_QUEUE_FIELDS } from './case-fields.ts'
import type { CaseFacts } from './case-policy.ts'
import { makeScope } from './cel/scope.ts'
import type { Name } from './cel/tree.ts'
import type { CaseQueueDraft } from './policy-draft.ts'
import { readLines } from './read-lines.ts'

/** What the conditions of `cases.queues` may name. */
const CASE_NAMES: Readonly<Record<keyof CaseFacts, Name['type']>> = {
  kind: 'text',
  amount: 'number',
  reason: 'text',
  notice: 'text',
  hours_left: 'number',
  action: 'text',
  score: 'number',
  shipped: 'boolean',
  earlier_payments: 'number',
  earlier_disputes: 'number',
}

const SCOPE = makeScope(
  new Map(),
  Object.entries(CASE_NAMES).map(([name, type]) => ({ name, type, kind: 'verdict' as const })),
)

/** The queues of cases. Those that nothing can reach, and a last one that leaves something over, are problems. */
export function readCaseQueues(node: YamlNode, problems: ProblemList): CaseQueueDraft[] {
  if (node.kind !== 'list' || node.items.length === 0) {
    problems.add('wrong-type', placeOf(node), `\`cases.queues\` is a list, not ${describeNode(node)}`, {
      suggestion: 'begin each queue with `- queue:`',
    })
    return []
  }
  return node.items.flatMap((item, index): CaseQueueDraft[] => {
    const fields = readFields(item, CASE_QUEUE_FIELDS, problems, 'a queue of cases')
    if (fields?.queue === undefined) return []
    const isLast = index === node.items.length - 1
    if (fields.when === undefined && !isLast) {
      const message = `\`${fields.queue.value}\` takes everything, so the queues below it stay empty`
      problems.add('unreachable-queue', fields.queue.place, message, {
        suggestion: 'give it a `when`, or move it to the end',
      })
    }
    if (fields.when !== undefined && isLast) {
      const message = 'the last queue takes what is left, so it has no `when`'
      problems.add('unreachable-queue', fields.when.keyPlace, message, {
        suggestion: 'add a queue without `when` below it',
      })
    }
    return [
      {
        queue: fields.queue.value,
        priority: fields.priority?.value ?? 'normal',
        handling: fields.handling?.value ?? 'self',
        when: readLines(fields.when?.value ?? [], SCOPE, problems),
      },
    ]
  })
}

import { ANSWERS } from '../model/evidence.ts'
import type { Place } from '../model/problem.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { readFields } from '../yaml/fields.ts'
import { describeNode, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import type { Step } from './playbook.ts'
import { STEP_FIELDS } from './playbook-fields.ts'

const STEPS_MAX = 50

/** A step with where it stands. */
export interface FoundStep extends Step {
  place: Place
  yesPlace: Place
  noPlace: Place
}

export function readSteps(node: YamlNode, problems: ProblemList): FoundStep[] {
  if (node.kind !== 'list' || node.items.length === 0 || node.items.length > STEPS_MAX) {
    const message = `\`steps\` is a list of 1 to ${STEPS_MAX} steps, not ${describeNode(node)}`
    problems.add('wrong-type', placeOf(node), message, {
      suggestion: 'begin each with `- step: name`',
    })
    return []
  }
  const byName = new Map<string, FoundStep>()
  for (const item of node.items) {
    const fields = readFields(item, STEP_FIELDS, problems, 'a step')
    if (!fields?.step || !fields.ask || !fields.yes || !fields.no) continue
    const { step: name, yes, no } = fields
    const first = byName.get(name.value)
    if (first !== undefined) {
      problems.add('duplicate-step', name.place, `another step is called \`${name.value}\` already`, {
        also: first.place,
      })
    } else if (ANSWERS.some(answer => answer === name.value)) {
      problems.add('bad-value', name.place, `\`${name.value}\` is an answer, so no step can be called like it`)
    } else {
      byName.set(name.value, {
        name: name.value,
        ask: fields.ask.value,
        knownBy: fields.known_by?.value,
        yes: yes.value,
        no: no.value,
        place: name.place,
        yesPlace: yes.place,
        noPlace: no.place,
      })
    }
  }
  return [...byName.values()]
}

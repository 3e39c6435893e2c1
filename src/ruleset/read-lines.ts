import type { ProblemList } from '../problems/problem-list.ts'
import { placeInScalar } from '../yaml/offset-map.ts'
import { placeOf, type YamlScalar } from '../yaml/yaml-node.ts'
import { checkCondition, type Report } from './cel/check-condition.ts'
import type { Scope } from './cel/scope.ts'
import type { DraftLine } from './rule-draft.ts'
import { reportImpossible } from './sense/report-impossible.ts'

/** Checks the lines of `when`, `unless` or a queue. Answers only the good ones. */
export function readLines(scalars: readonly YamlScalar[], scope: Scope, problems: ProblemList): DraftLine[] {
  const read: DraftLine[] = []
  for (const scalar of scalars) {
    const report: Report = (code, start, end, message, extras) => {
      const cut = code === 'condition-syntax' && scalar.commented
      const hint = 'YAML takes ` #` for a comment; put the whole line in single quotes'
      problems.add(code, placeInScalar(scalar, start, end), message, cut ? { ...extras, suggestion: hint } : extras)
    }
    const tree = checkCondition(scalar.text, scope, report)
    if (tree === undefined) continue
    reportImpossible(tree, report)
    read.push({
      text: scalar.text,
      place: placeOf(scalar),
      tree,
      placeAt: (start, end) => placeInScalar(scalar, start, end),
    })
  }
  return read
}

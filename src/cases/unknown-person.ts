import type { Problem } from '../model/problem.ts'
import type { CasePolicy } from '../ruleset/case-policy.ts'
import { refused } from './refused.ts'

/** Somebody whom the policy does not name. */
export function unknownPerson({ people }: CasePolicy, by: string): Problem {
  const known = [...people.keys()]
  const hint =
    known.length === 0 ? 'name people and their roles under `cases` in policy.yaml' : `one of ${known.join(', ')}`
  return refused('unknown-person', `the policy knows nobody called \`${by}\``, hint)
}

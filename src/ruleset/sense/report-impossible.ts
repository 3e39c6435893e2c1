import type { Report } from '../cel/check-condition.ts'
import type { Tree } from '../cel/tree.ts'
import { impossibleValues } from './impossible-value.ts'

/** Says which texts of a condition a fact can never be, such as a country code that is none. */
export function reportImpossible(tree: Tree, report: Report): void {
  for (const { name, value, meant, start, end } of impossibleValues(tree)) {
    const suggestion = meant === undefined || meant === value ? undefined : `did you mean "${meant}"?`
    const message = `\`${name.name}\` is never "${value}"`
    report('impossible-value', start, end, message, suggestion === undefined ? {} : { suggestion })
  }
}

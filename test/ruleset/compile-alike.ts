import { compileBoolean } from '../../src/ruleset/cel/compile-tree.ts'
import type { Access, Reader } from '../../src/ruleset/cel/reader.ts'
import type { Tree } from '../../src/ruleset/cel/tree.ts'
import { generateAsk } from '../../src/ruleset/generated/generate-ask.ts'

/** A condition as a closure and as a generated function, line of a rule and exception of a rule: throws where they differ. */
export function compileAlike<From>(tree: Tree, access: Access<From>): Reader<From, boolean> {
  const holds = compileBoolean(tree, access)
  const constant = (value: boolean): Tree => ({ op: 'constant', type: 'boolean', value, start: 0, end: 0 })
  const ask = generateAsk(
    [
      { when: [tree], unless: [] },
      { when: [constant(true)], unless: [tree] },
    ],
    0,
    access,
  )
  return from => {
    const answer = holds(from)
    const found: (boolean | undefined)[] = [false, false]
    ask(from, {
      hit: rule => {
        found[rule] = true
      },
      open: rule => {
        found[rule] = undefined
      },
    })
    const expected = [answer, answer === undefined ? undefined : !answer]
    if (found[0] === expected[0] && found[1] === expected[1]) return answer
    throw new Error(`the closure says ${answer}, the generated function ${found[0]}, as an exception ${found[1]}`)
  }
}

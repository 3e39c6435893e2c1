import type { Name, Tree } from '../cel/tree.ts'

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** How a name is written; by its own name unless two rules are compared, whose velocities may share names. */
export type WriteName = (name: Name) => string

/**
 * One text for conditions that mean the same but for spaces, brackets, the order of `&&`, `||`, `==` and of sums, and the
 * side on which a comparison has its number. Equal texts mean equal conditions; the reverse is not promised.
 */
export function canonicalText(tree: Tree, write: WriteName = name => name.name): string {
  const of = (each: Tree) => canonicalText(each, write)
  switch (tree.op) {
    case 'constant':
      return JSON.stringify(isList(tree.value) ? [...tree.value].sort() : tree.value)
    case 'name':
      return write(tree.name)
    case 'local':
      return `local ${tree.slot.name}`
    case 'has':
      return `has(${write(tree.name)})`
    case 'not':
      return `!(${of(tree.of)})`
    case 'negate':
      return `-(${of(tree.of)})`
    case 'and':
    case 'or':
      return `(${[...new Set(operands(tree, tree.op).map(of))].sort().join(tree.op === 'and' ? ' && ' : ' || ')})`
    case 'compare': {
      const [left, right] = [of(tree.left), of(tree.right)]
      return left <= right ? `(${left} ${tree.comparison} ${right})` : `(${right} ${MIRRORED[tree.comparison]} ${left})`
    }
    case 'equal':
      return `(${[of(tree.left), of(tree.right)].sort().join(tree.negated ? ' != ' : ' == ')})`
    case 'arithmetic': {
      const sides = [of(tree.left), of(tree.right)]
      if (tree.arithmetic === '+' || tree.arithmetic === '*') sides.sort()
      return `(${sides.join(` ${tree.arithmetic} `)})`
    }
    case 'join':
      return `(${of(tree.left)} ~ ${of(tree.right)})`
    case 'choose':
      return `(${of(tree.condition)} ? ${of(tree.yes)} : ${of(tree.no)})`
    case 'within':
      return `(${of(tree.value)} in ${of(tree.values)})`
    case 'listed':
      return `(${of(tree.value)} in list ${JSON.stringify(tree.list)})`
    case 'call':
      return `${tree.function.name}(${tree.values.map(of).join(', ')})`
    case 'matches':
      return `matches(${of(tree.value)}, ${JSON.stringify(tree.pattern.source)})`
    case 'quantifier':
      return `${tree.every ? 'all' : 'exists'}(${of(tree.over)}, ${tree.slot.name}, ${of(tree.body)})`
  }
}

function operands(tree: Tree, op: 'and' | 'or'): Tree[] {
  return tree.op === op ? [...operands(tree.left, op), ...operands(tree.right, op)] : [tree]
}

function isList(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value)
}

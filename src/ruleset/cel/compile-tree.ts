import type { Value } from '../../model/decision.ts'
import { compileCall } from './compile-call.ts'
import { compileArithmetic, compileCompare, compileEqual } from './compile-operator.ts'
import type { Access, Operand, Reader } from './reader.ts'
import type { Slot, Tree } from './tree.ts'

/**
 * Turns a checked tree into closures, never into program text. Unknown follows Kleene's three-valued logic: `false &&
 * unknown` is false, `true || unknown` is true, everything else that touches an unknown value is unknown.
 */
export function compileTree<From>(tree: Tree, access: Access<From>): Reader<From, Value | readonly number[]> {
  switch (tree.op) {
    case 'constant': {
      const { value } = tree
      return () => value
    }
    case 'name':
      return access.name(tree.name)
    case 'local': {
      const { slot } = tree
      return () => slot.value
    }
    case 'has': {
      const read = access.name(tree.name)
      return from => read(from) !== undefined
    }
    case 'not': {
      const of = compileTree(tree.of, access)
      return from => {
        const value = of(from)
        return value === undefined ? undefined : !value
      }
    }
    case 'negate': {
      const of = compileNumber(tree.of, access)
      return from => {
        const value = of(from)
        return value === undefined ? undefined : -value
      }
    }
    case 'and':
    case 'or':
      return compileJoin(compileBoolean(tree.left, access), compileBoolean(tree.right, access), tree.op === 'or')
    case 'compare':
      return compileCompare(tree.comparison, operand(tree.left, access), operand(tree.right, access))
    case 'equal':
      return compileEqual(tree.negated, operand(tree.left, access), operand(tree.right, access))
    case 'arithmetic':
      return compileArithmetic(tree.arithmetic, compileNumber(tree.left, access), compileNumber(tree.right, access))
    case 'join': {
      const left = compileTree(tree.left, access) as Reader<From, string>
      const right = compileTree(tree.right, access) as Reader<From, string>
      return from => {
        const one = left(from)
        const other = right(from)
        return one === undefined || other === undefined ? undefined : one + other
      }
    }
    case 'choose': {
      const condition = compileBoolean(tree.condition, access)
      const yes = compileTree(tree.yes, access)
      const no = compileTree(tree.no, access)
      return from => {
        const chosen = condition(from)
        return chosen === undefined ? undefined : chosen ? yes(from) : no(from)
      }
    }
    case 'within':
      return compileWithin(tree.value, tree.values, access)
    case 'listed': {
      const value = compileTree(tree.value, access) as Reader<From, string>
      const listed = access.listed(tree.list)
      return from => {
        const text = value(from)
        return text === undefined ? undefined : listed(text, from)
      }
    }
    case 'matches': {
      const value = compileTree(tree.value, access) as Reader<From, string>
      const { pattern } = tree
      return from => {
        const text = value(from)
        return text === undefined ? undefined : pattern.found(text)
      }
    }
    case 'call':
      return compileCall(
        tree.function,
        tree.values.map(value => compileTree(value, access)),
      )
    case 'quantifier': {
      const over = compileTree(tree.over, access) as Reader<From, readonly string[]>
      return compileQuantifier(over, compileBoolean(tree.body, access), tree.slot, tree.every)
    }
  }
}

export function compileBoolean<From>(tree: Tree, access: Access<From>): Reader<From, boolean> {
  return compileTree(tree, access) as Reader<From, boolean>
}

function compileNumber<From>(tree: Tree, access: Access<From>): Reader<From, number> {
  return compileTree(tree, access) as Reader<From, number>
}

function operand<From>(tree: Tree, access: Access<From>): Operand<From> {
  const read = compileTree(tree, access)
  return tree.op === 'constant' ? { read, constant: tree.value } : { read }
}

/** `decisive` is the value that settles it alone: true for `||`, false for `&&`. */
function compileJoin<From>(
  left: Reader<From, boolean>,
  right: Reader<From, boolean>,
  decisive: boolean,
): Reader<From, boolean> {
  return from => {
    const one = left(from)
    if (one === decisive) return decisive
    const other = right(from)
    if (other === decisive) return decisive
    return one === undefined || other === undefined ? undefined : !decisive
  }
}

function compileWithin<From>(valueTree: Tree, valuesTree: Tree, access: Access<From>): Reader<From, boolean> {
  const value = compileTree(valueTree, access)
  if (valuesTree.op === 'constant') {
    const known = new Set<unknown>(valuesTree.value as readonly unknown[])
    return from => {
      const one = value(from)
      return one === undefined ? undefined : known.has(one)
    }
  }
  const values = compileTree(valuesTree, access) as Reader<From, readonly unknown[]>
  return from => {
    const one = value(from)
    const all = values(from)
    return one === undefined || all === undefined ? undefined : all.includes(one)
  }
}

/** The slot is shared by every run of this closure, which is safe because a run never waits and never nests in itself. */
function compileQuantifier<From>(
  over: Reader<From, readonly string[]>,
  body: Reader<From, boolean>,
  slot: Slot,
  every: boolean,
): Reader<From, boolean> {
  return from => {
    const texts = over(from)
    if (texts === undefined) return undefined
    let unknown = false
    for (const text of texts) {
      slot.value = text
      const holds = body(from)
      if (holds === !every) return holds
      if (holds === undefined) unknown = true
    }
    return unknown ? undefined : every
  }
}

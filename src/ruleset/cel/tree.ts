import type { FactName } from '../../enrich/facts.ts'
import type { VelocityDefinition } from '../../velocity/plan.ts'
import type { ConditionFunction } from './functions.ts'
import type { Pattern } from './pattern.ts'

/** Kinds of value in conditions. Whole and decimal numbers are one kind. */
export type Type = 'number' | 'text' | 'boolean' | 'texts' | 'numbers'

/** Something that has a value for each payment. */
export type Name = { name: string; type: Exclude<Type, 'numbers'> } & (
  | { kind: 'fact'; fact: FactName }
  | { kind: 'velocity'; definition: VelocityDefinition }
  | { kind: 'verdict' }
)

export type Comparison = '<' | '<=' | '>' | '>='
export type Arithmetic = '+' | '-' | '*' | '/' | '%'

/** Where a node stands in the condition's text. */
export interface Span {
  start: number
  end: number
}

/** A checked condition: every node knows its kind of value, and nothing in it can go wrong but a value being absent. */
export type Tree = Span & { type: Type } & (
    | { op: 'constant'; value: number | string | boolean | readonly string[] | readonly number[] }
    | { op: 'name'; name: Name }
    | { op: 'local'; slot: Slot }
    | { op: 'not' | 'negate'; of: Tree }
    | { op: 'and' | 'or'; left: Tree; right: Tree }
    | { op: 'compare'; comparison: Comparison; left: Tree; right: Tree }
    | { op: 'equal'; negated: boolean; left: Tree; right: Tree }
    | { op: 'arithmetic'; arithmetic: Arithmetic; left: Tree; right: Tree }
    | { op: 'join'; left: Tree; right: Tree }
    | { op: 'choose'; condition: Tree; yes: Tree; no: Tree }
    | { op: 'has'; name: Name }
    | { op: 'within'; value: Tree; values: Tree }
    | { op: 'listed'; value: Tree; list: string }
    | { op: 'call'; function: ConditionFunction; values: readonly Tree[] }
    | { op: 'matches'; value: Tree; pattern: Pattern }
    | { op: 'quantifier'; every: boolean; over: Tree; slot: Slot; body: Tree }
  )

/** Holds the element that `exists` or `all` is looking at. */
export interface Slot {
  name: string
  value: string
}

/** The nodes right under a node. */
export function childrenOf(tree: Tree): readonly Tree[] {
  switch (tree.op) {
    case 'not':
    case 'negate':
      return [tree.of]
    case 'and':
    case 'or':
    case 'compare':
    case 'equal':
    case 'arithmetic':
    case 'join':
      return [tree.left, tree.right]
    case 'choose':
      return [tree.condition, tree.yes, tree.no]
    case 'within':
      return [tree.value, tree.values]
    case 'listed':
    case 'matches':
      return [tree.value]
    case 'call':
      return tree.values
    case 'quantifier':
      return [tree.over, tree.body]
    default:
      return []
  }
}

/** Every use of a name, in the order of the text. */
export function usesOf(tree: Tree): { name: Name; start: number; end: number }[] {
  const uses: { name: Name; start: number; end: number }[] = []
  const visit = (node: Tree): void => {
    if (node.op === 'name' || node.op === 'has') uses.push({ name: node.name, start: node.start, end: node.end })
    for (const child of childrenOf(node)) visit(child)
  }
  visit(tree)
  return uses.sort((a, b) => a.start - b.start)
}

/** The names a tree reads, each once, in order of first use. */
export function namesOf(tree: Tree): readonly Name[] {
  let names = namesOfTree.get(tree)
  if (names === undefined) {
    names = [...new Map(usesOf(tree).map(({ name }) => [name.name, name])).values()]
    namesOfTree.set(tree, names)
  }
  return names
}

/** Trees never change, and a reload asks for the names of each many times. */
const namesOfTree = new WeakMap<Tree, readonly Name[]>()

/** The kind with its article, for messages. */
export function a(type: Type): string {
  return {
    number: 'a number',
    text: 'text',
    boolean: 'true or false',
    texts: 'a list of texts',
    numbers: 'a list of numbers',
  }[type]
}

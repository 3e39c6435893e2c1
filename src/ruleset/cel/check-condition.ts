import type { ASTNode } from '@marcbachmann/cel-js'
import type { ProblemCode } from '../../problems/problem-codes.ts'
import type { ProblemExtras } from '../../problems/problem-list.ts'
import { checkCall } from './check-call.ts'
import { checkName } from './check-name.ts'
import { checkArithmetic, checkCompare, checkEqual, checkWithin } from './check-operator.ts'
import { parseCondition } from './parse-condition.ts'
import type { Scope } from './scope.ts'
import { a, type Slot, type Tree, type Type } from './tree.ts'

/** Told where in the condition's text something is wrong. */
export type Report = (code: ProblemCode, start: number, end: number, message: string, extras?: ProblemExtras) => void

/** What the checks of all node kinds share. */
export interface Checking {
  text: string
  scope: Scope
  report: Report
  /** Variables of `exists` and `all` around the node. */
  slots: readonly Slot[]
  /** The checked node, or undefined when something in it was reported. `wanted` only helps suggestions. */
  check(node: ASTNode, wanted?: Type): Tree | undefined
  /** Like `check`, and reports a value of another kind. */
  expect(node: ASTNode, wanted: Type, why: string): Tree | undefined
  within(slot: Slot): Checking
}

/** Parses and checks one condition. Undefined when it has a problem; each one was reported, not only the first. */
export function checkCondition(text: string, scope: Scope, report: Report): Tree | undefined {
  const parsed = parseCondition(text)
  if (!('op' in parsed)) {
    report(parsed.code, parsed.start, parsed.end, parsed.message, { suggestion: parsed.suggestion })
    return undefined
  }
  const tree = start(text, scope, report, []).check(parsed, 'boolean')
  if (tree === undefined || tree.type === 'boolean') return tree
  report('not-a-condition', tree.start, tree.end, `this is ${a(tree.type)}, not something that is true or false`, {
    suggestion: tree.type === 'number' ? 'compare it: `… > 0`' : 'compare it: `… == "…"`',
  })
  return undefined
}

function start(text: string, scope: Scope, report: Report, slots: readonly Slot[]): Checking {
  const checking: Checking = {
    text,
    scope,
    report,
    slots,
    check: (node, wanted) => checkNode(node, checking, wanted),
    expect(node, wanted, why) {
      const tree = checking.check(node, wanted)
      if (tree === undefined || tree.type === wanted) return tree
      report('type-mismatch', node.start, node.end, `${why} ${a(wanted)}, and this is ${a(tree.type)}`)
      return undefined
    },
    within: slot => start(text, scope, report, [...slots, slot]),
  }
  return checking
}

function checkNode(node: ASTNode, checking: Checking, wanted: Type | undefined): Tree | undefined {
  const { start, end } = node
  switch (node.op) {
    case 'value':
      return checkConstant(node.args, start, end, checking)
    case 'id':
    case '.':
      return checkName(node, checking, wanted)
    case '!_': {
      const of = checking.expect(node.args, 'boolean', '`!` turns around')
      return of && { op: 'not', type: 'boolean', of, start, end }
    }
    case '-_': {
      const of = checking.expect(node.args, 'number', '`-` takes')
      return of && { op: 'negate', type: 'number', of, start, end }
    }
    case '&&':
    case '||': {
      const left = checking.expect(node.args[0], 'boolean', `\`${node.op}\` joins`)
      const right = checking.expect(node.args[1], 'boolean', `\`${node.op}\` joins`)
      return left && right && { op: node.op === '&&' ? 'and' : 'or', type: 'boolean', left, right, start, end }
    }
    case '==':
    case '!=':
      return checkEqual(node, node.args[0], node.args[1], node.op === '!=', checking)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return checkCompare(node, node.args[0], node.args[1], node.op, checking)
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return checkArithmetic(node, node.args[0], node.args[1], node.op, checking)
    case 'in':
      return checkWithin(node, node.args[0], node.args[1], checking)
    case '?:': {
      const condition = checking.expect(node.args[0], 'boolean', 'before `?` stands')
      const yes = checking.check(node.args[1], wanted)
      const no = checking.check(node.args[2], wanted)
      if (yes && no && yes.type !== no.type) {
        const message = `one side of \`:\` is ${a(yes.type)}, the other is ${a(no.type)}`
        checking.report('type-mismatch', yes.start, no.end, message)
        return undefined
      }
      return condition && yes && no && { op: 'choose', type: yes.type, condition, yes, no, start, end }
    }
    case 'list':
      return checkList(node.args, start, end, checking)
    case 'call':
      return checkCall(node, node.args[0], undefined, node.args[1], checking)
    case 'rcall':
      return checkCall(node, node.args[0], node.args[1], node.args[2], checking)
    default:
      checking.report('not-supported', start, end, NOT_SUPPORTED[node.op] ?? `\`${node.op}\` is not used in conditions`)
      return undefined
  }
}

const NOT_SUPPORTED: Record<string, string> = {
  map: 'maps in braces are not used in conditions',
  '[]': 'brackets do not pick out of a list here; use `in`, `exists` or `all`',
}

function checkConstant(value: unknown, start: number, end: number, checking: Checking): Tree | undefined {
  if (typeof value === 'bigint' && value <= Number.MAX_SAFE_INTEGER) {
    return { op: 'constant', type: 'number', value: Number(value), start, end }
  }
  if (typeof value === 'number') return { op: 'constant', type: 'number', value, start, end }
  if (typeof value === 'string') return { op: 'constant', type: 'text', value, start, end }
  if (typeof value === 'boolean') return { op: 'constant', type: 'boolean', value, start, end }
  const isNull = value === null
  const large = typeof value === 'bigint'
  const message = isNull
    ? '`null` is not used here'
    : large
      ? 'this number is too large'
      : 'this kind of value is not used in conditions'
  checking.report('not-supported', start, end, message, isNull ? { suggestion: 'ask `has(name)` or `!has(name)`' } : {})
  return undefined
}

function checkList(nodes: readonly ASTNode[], start: number, end: number, checking: Checking): Tree | undefined {
  const items = nodes.map(node => checking.check(node))
  if (items.some(item => item === undefined)) return undefined
  const values: (string | number)[] = []
  for (const item of items as Tree[]) {
    const value = item.op === 'constant' ? item.value : negative(item)
    const fits = typeof value === 'string' || typeof value === 'number'
    if (fits && (values.length === 0 || typeof values[0] === typeof value)) values.push(value)
    else {
      checking.report('type-mismatch', item.start, item.end, 'a list in brackets holds texts, or numbers, written out')
      return undefined
    }
  }
  if (typeof values[0] === 'number') return { op: 'constant', type: 'numbers', value: values as number[], start, end }
  return { op: 'constant', type: 'texts', value: values as string[], start, end }
}

function negative(tree: Tree): number | undefined {
  const value = tree.op === 'negate' && tree.of.op === 'constant' ? tree.of.value : undefined
  return typeof value === 'number' ? -value : undefined
}

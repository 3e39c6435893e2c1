import type { ASTNode } from '@marcbachmann/cel-js'
import { didYouMean } from '../../problems/did-you-mean.ts'
import type { Checking } from './check-condition.ts'
import { dottedName, resolveName } from './check-name.ts'
import { type ConditionFunction, FUNCTION_NAMES, FUNCTIONS } from './functions.ts'
import { readPattern } from './pattern.ts'
import { a, type Span, type Tree } from './tree.ts'

/** `name(args)` or, with a receiver, `receiver.name(args)`. */
export function checkCall(
  span: Span,
  name: string,
  receiver: ASTNode | undefined,
  args: readonly ASTNode[],
  checking: Checking,
): Tree | undefined {
  if (name === 'has' && receiver === undefined) return checkHas(span, args, checking)
  if (name === 'matches') return checkMatches(span, receiver === undefined ? args : [receiver, ...args], checking)
  if ((name === 'exists' || name === 'all') && receiver !== undefined) {
    return checkQuantifier(span, name === 'all', receiver, args, checking)
  }
  if (name === 'list' && receiver === undefined) {
    checking.report('wrong-arguments', span.start, span.end, '`list` stands after `in`', {
      suggestion: 'write `ip in list("…")`',
    })
    return undefined
  }
  const known = FUNCTIONS.filter(each => each.name === name)
  if (known.length === 0) {
    reportUnknown(span, name, receiver, checking)
    return undefined
  }
  return checkFunction(span, known, receiver, args, checking)
}

function checkFunction(
  span: Span,
  overloads: readonly ConditionFunction[],
  receiver: ASTNode | undefined,
  args: readonly ASTNode[],
  checking: Checking,
): Tree | undefined {
  const { name, form, example } = overloads[0]!
  const { start, end } = span
  if (form !== 'both' && (form === 'method') !== (receiver !== undefined)) {
    const message =
      form === 'method' ? `\`${name}\` is asked of a text, with a dot` : `\`${name}\` stands alone, without a dot`
    checking.report('wrong-arguments', start, end, message, { suggestion: `write \`${example}\`` })
    return undefined
  }
  const nodes = receiver === undefined ? args : [receiver, ...args]
  const only = overloads.length === 1 ? overloads[0] : undefined
  const values = nodes.map((node, index) => checking.check(node, only?.takes[Math.min(index, only.takes.length - 1)]))
  if (values.some(value => value === undefined)) return undefined
  const trees = values as Tree[]
  const chosen = overloads.find(each => fits(each, trees))
  if (chosen !== undefined) return { op: 'call', type: chosen.gives, function: chosen, values: trees, start, end }
  const takes = overloads.map(describeTakes).join(', or ')
  const got = trees.length === 0 ? 'nothing' : trees.map(tree => a(tree.type)).join(' and ')
  checking.report('wrong-arguments', start, end, `\`${name}\` takes ${takes}, and got ${got}`, {
    suggestion: `for example \`${example}\``,
  })
  return undefined
}

function describeTakes({ takes, repeats }: ConditionFunction): string {
  return repeats ? `${takes.length} or more numbers` : takes.map(a).join(' and ')
}

function fits({ takes, repeats }: ConditionFunction, values: readonly Tree[]): boolean {
  if (repeats ? values.length < takes.length : values.length !== takes.length) return false
  return values.every((value, index) => value.type === takes[Math.min(index, takes.length - 1)])
}

function checkHas(span: Span, args: readonly ASTNode[], checking: Checking): Tree | undefined {
  const { start, end } = span
  const written = args.length === 1 ? dottedName(args[0]!) : undefined
  if (written === undefined) {
    checking.report('wrong-arguments', start, end, '`has` takes one name', {
      suggestion: 'for example `has(device.id)`',
    })
    return undefined
  }
  const name = resolveName(written, args[0]!.start, args[0]!.end, checking)
  return name && { op: 'has', type: 'boolean', name, start: args[0]!.start, end: args[0]!.end }
}

function checkMatches(span: Span, args: readonly ASTNode[], checking: Checking): Tree | undefined {
  const { start, end } = span
  const [text, written] = args
  const source = written?.op === 'value' ? written.args : undefined
  if (args.length !== 2 || typeof source !== 'string') {
    checking.report('wrong-arguments', start, end, '`matches` takes a text and a pattern in quotes', {
      suggestion: 'for example `email.local.matches("^[a-z]{20}$")`',
    })
    return undefined
  }
  const value = checking.expect(text!, 'text', 'a pattern is looked for in')
  const pattern = readPattern(source)
  if ('refused' in pattern) {
    checking.report('bad-pattern', written!.start, written!.end, `RE2 does not take this pattern: ${pattern.refused}`, {
      notes: ['patterns are RE2: no backreferences, no lookahead, so none of them can hang'],
    })
    return undefined
  }
  return value && { op: 'matches', type: 'boolean', value, pattern, start, end }
}

function checkQuantifier(
  span: Span,
  every: boolean,
  receiver: ASTNode,
  args: readonly ASTNode[],
  checking: Checking,
): Tree | undefined {
  const { start, end } = span
  const name = every ? 'all' : 'exists'
  const variable = args[0]?.op === 'id' ? args[0].args : undefined
  if (args.length !== 2 || variable === undefined) {
    checking.report('wrong-arguments', start, end, `\`${name}\` takes a variable and a condition`, {
      suggestion: `for example \`order.categories.${name}(c, c == "gift")\``,
    })
    return undefined
  }
  const slot = { name: variable, value: '' }
  const over = checking.expect(receiver, 'texts', `\`${name}\` goes through`)
  const body = checking.within(slot).expect(args[1]!, 'boolean', `\`${name}\` asks`)
  return over && body && { op: 'quantifier', type: 'boolean', every, over, slot, body, start, end }
}

const ELSEWHERE: Record<string, string> = {
  int: 'numbers mix freely; leave it out',
  uint: 'numbers mix freely; leave it out',
  double: 'numbers mix freely; leave it out',
  string: 'texts and numbers are not turned into each other',
  timestamp: 'times come as facts, such as how many days or hours',
  duration: 'lengths of time stand in the `window` of a velocity',
  lower: 'write `lowerAscii()`',
  toLowerCase: 'write `lowerAscii()`',
  includes: 'write `contains("…")`',
  length: 'write `size(…)`',
  len: 'write `size(…)`',
  any: 'write `exists(x, …)`',
}

function reportUnknown(span: Span, name: string, receiver: ASTNode | undefined, checking: Checking): void {
  if (receiver !== undefined) checking.check(receiver)
  const meant = didYouMean(name, FUNCTION_NAMES)
  const elsewhere = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined
  const suggestion = elsewhere ?? (meant === undefined ? undefined : `did you mean \`${meant}\`?`)
  const start = receiver === undefined ? span.start : Math.max(checking.text.indexOf(name, receiver.end), span.start)
  checking.report('unknown-function', start, start + name.length, `no function is called \`${name}\``, {
    ...(suggestion === undefined ? {} : { suggestion }),
    notes: [`functions you can use: ${FUNCTION_NAMES.join(', ')}`],
  })
}

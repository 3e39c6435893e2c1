import type { ASTNode } from '@marcbachmann/cel-js'
import { didYouMean } from '../../problems/did-you-mean.ts'
import type { Checking } from './check-condition.ts'
import { type Arithmetic, a, type Comparison, type Span, type Tree, type Type } from './tree.ts'

/** Both sides; each one's kind helps to guess a misspelt name on the other. */
function sides(left: ASTNode, right: ASTNode, checking: Checking, wanted?: Type): [Tree, Tree] | undefined {
  const constant = left.op === 'value' || left.op === 'list'
  const first = constant ? checking.check(left, wanted) : undefined
  const second = checking.check(right, first?.type ?? wanted)
  const one = constant ? first : checking.check(left, second?.type ?? wanted)
  return one && second && [one, second]
}

export function checkEqual(
  span: Span,
  left: ASTNode,
  right: ASTNode,
  negated: boolean,
  checking: Checking,
): Tree | undefined {
  const both = sides(left, right, checking)
  if (both === undefined) return undefined
  const [one, other] = both
  const { start, end } = span
  if (one.type === other.type && one.type !== 'texts' && one.type !== 'numbers') {
    return { op: 'equal', type: 'boolean', negated, left: one, right: other, start, end }
  }
  const lists = [one.type, other.type].some(type => type === 'texts' || type === 'numbers')
  mismatch(span, one, other, checking, lists ? 'use `in`, `exists` or `all` with lists' : quoteHint(one, other))
  return undefined
}

export function checkCompare(
  span: Span,
  left: ASTNode,
  right: ASTNode,
  comparison: Comparison,
  checking: Checking,
): Tree | undefined {
  const both = sides(left, right, checking, 'number')
  if (both === undefined) return undefined
  const [one, other] = both
  const { start, end } = span
  if (one.type === 'number' && other.type === 'number') {
    return { op: 'compare', type: 'boolean', comparison, left: one, right: other, start, end }
  }
  if (one.type === other.type) {
    const message = `\`${comparison}\` compares numbers, and these are ${one.type === 'text' ? 'texts' : a(one.type)}`
    const chained = one.op === 'compare' || other.op === 'compare'
    const suggestion = chained ? 'write `a < b && b < c`' : 'use `==`, `!=` or `in`'
    checking.report('type-mismatch', start, end, message, { suggestion })
  } else if (one.op === 'compare') {
    checking.report('type-mismatch', start, end, 'comparisons do not chain', { suggestion: 'write `a < b && b < c`' })
  } else mismatch(span, one, other, checking, quoteHint(one, other))
  return undefined
}

export function checkArithmetic(
  span: Span,
  left: ASTNode,
  right: ASTNode,
  arithmetic: Arithmetic,
  checking: Checking,
): Tree | undefined {
  const both = sides(left, right, checking, arithmetic === '+' ? undefined : 'number')
  if (both === undefined) return undefined
  const [one, other] = both
  const { start, end } = span
  if (one.type === 'number' && other.type === 'number') {
    return { op: 'arithmetic', type: 'number', arithmetic, left: one, right: other, start, end }
  }
  if (arithmetic === '+' && one.type === 'text' && other.type === 'text') {
    return { op: 'join', type: 'text', left: one, right: other, start, end }
  }
  const wrong = one.type === 'number' ? other : one
  checking.report(
    'type-mismatch',
    wrong.start,
    wrong.end,
    `\`${arithmetic}\` takes numbers, and this is ${a(wrong.type)}`,
  )
  return undefined
}

/** `x in [ … ]`, `x in order.categories`, `x in list("name")`, `"rule" in hits`. */
export function checkWithin(span: Span, left: ASTNode, right: ASTNode, checking: Checking): Tree | undefined {
  const { start, end } = span
  if (right.op === 'call' && right.args[0] === 'list') {
    const value = checking.expect(left, 'text', 'a list file holds')
    const list = checkListName(right, right.args[1], checking)
    if (value === undefined || list === undefined) return undefined
    return { op: 'listed', type: 'boolean', value, list, start, end }
  }
  const values = checking.check(right)
  const element = values?.type === 'texts' ? 'text' : values?.type === 'numbers' ? 'number' : undefined
  const value = checking.check(left, element)
  if (values === undefined || value === undefined) return undefined
  if (element === undefined) {
    checking.report(
      'type-mismatch',
      right.start,
      right.end,
      `\`in\` looks into a list, and this is ${a(values.type)}`,
      {
        ...(values.type === 'text' ? { suggestion: 'to look inside a text, write `….contains("…")`' } : {}),
      },
    )
    return undefined
  }
  if (value.type !== element) {
    mismatch(span, value, values, checking, quoteHint(value, values))
    return undefined
  }
  if (!isKnownRule(value, values, checking)) return undefined
  return { op: 'within', type: 'boolean', value, values, start, end }
}

function checkListName(span: Span, args: readonly ASTNode[], checking: Checking): string | undefined {
  const name = args.length === 1 && args[0]!.op === 'value' ? args[0]!.args : undefined
  const { lists } = checking.scope
  if (lists === undefined) {
    checking.report('not-supported', span.start, span.end, 'lists cannot be asked here', {
      suggestion: 'ask the list in `when`',
    })
  } else if (typeof name !== 'string') {
    checking.report(
      'wrong-arguments',
      span.start,
      span.end,
      '`list` takes the name of one list in quotes: `list("office-networks")`',
    )
  } else if (lists.has(name)) return name
  else {
    const meant = didYouMean(name, [...lists])
    checking.report('unknown-list', args[0]!.start, args[0]!.end, `no list is called \`${name}\``, {
      suggestion:
        meant === undefined ? `add a file lists/${name}.csv or lists/${name}.txt` : `did you mean \`${meant}\`?`,
    })
  }
  return undefined
}

function isKnownRule(value: Tree, values: Tree, { scope, report }: Checking): boolean {
  if (scope.rules === undefined || values.op !== 'name' || values.name.name !== 'hits' || value.op !== 'constant')
    return true
  const rule = String(value.value)
  if (scope.rules.has(rule)) return true
  const meant = didYouMean(rule, [...scope.rules])
  report('unknown-rule', value.start, value.end, `no rule is called \`${rule}\``, {
    ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
  })
  return false
}

function mismatch(span: Span, one: Tree, other: Tree, checking: Checking, suggestion: string | undefined): void {
  const text = (tree: Tree) => `\`${checking.text.slice(tree.start, tree.end)}\` is ${a(tree.type)}`
  const message = `${text(one)} and ${text(other)}: they cannot be compared`
  checking.report('type-mismatch', span.start, span.end, message, suggestion === undefined ? {} : { suggestion })
}

function quoteHint(one: Tree, other: Tree): string | undefined {
  const numeric = [one, other].find(
    tree => tree.op === 'constant' && typeof tree.value === 'string' && isNumber(tree.value),
  )
  if (numeric !== undefined && (one.type === 'number' || other.type === 'number'))
    return 'write the number without quotes'
  const digits = [one, other].find(tree => tree.op === 'constant' && tree.type === 'number')
  return digits !== undefined && (one.type === 'text' || other.type === 'text') ? 'put the value in quotes' : undefined
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}

import type { ASTNode } from '@marcbachmann/cel-js'
import { didYouMean } from '../../problems/did-you-mean.ts'
import type { Checking } from './check-condition.ts'
import { candidates, namesNote } from './scope.ts'
import type { Name, Tree, Type } from './tree.ts'

/** `ip.country` as one name; undefined when the node is no chain of names. */
export function dottedName(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args
  if (node.op !== '.') return undefined
  const before = dottedName(node.args[0])
  return before === undefined ? undefined : `${before}.${node.args[1]}`
}

export function checkName(node: ASTNode, checking: Checking, wanted: Type | undefined): Tree | undefined {
  const { start, end } = node
  const written = dottedName(node)
  if (written === undefined) {
    checking.report('not-supported', start, end, 'a dot joins names, or calls a function, and nothing else')
    return undefined
  }
  const slot = checking.slots.findLast(each => each.name === written)
  if (slot !== undefined) return { op: 'local', type: 'text', slot, start, end }
  const name = resolveName(written, start, end, checking, wanted)
  return name && { op: 'name', type: name.type, name, start, end }
}

/** Looks a name up and reports one that is not there, with what was probably meant. */
export function resolveName(
  written: string,
  start: number,
  end: number,
  { scope, report }: Checking,
  wanted?: Type,
): Name | undefined {
  const name = scope.resolve(written)
  if (name !== undefined) return name
  const meant = didYouMean(written, candidates(scope, wanted)) ?? didYouMean(written, candidates(scope, undefined))
  report('unknown-name', start, end, `nothing here is called \`${written}\``, {
    ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
    notes: [namesNote(scope, written, wanted)],
  })
  return undefined
}

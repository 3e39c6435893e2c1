import type { Path, Test } from './gateway-table.ts'

/** A body, the one that it lies in, and the payment's body around a further outcome. */
export interface Body {
  value: unknown
  outermost: unknown
  around?: unknown
}

/** Every value at the path; with no `*` in it, at most one. Null and what is not there are left out. */
export function valuesAt(body: Body, path: Path): unknown[] {
  const [first, ...rest] = path.split('.')
  const start = first === '$' ? body.outermost : first === '^' ? body.around : body.value
  return walk(start, first === '$' || first === '^' ? rest : path === '' ? [] : [first!, ...rest])
}

function walk(value: unknown, names: readonly string[]): unknown[] {
  if (value === null || value === undefined) return []
  const [name, ...rest] = names
  if (name === undefined) return [value]
  if (typeof value !== 'object') return []
  if (name === '*') return Array.isArray(value) ? value.flatMap(each => walk(each, rest)) : []
  return Object.hasOwn(value, name) ? walk((value as Record<string, unknown>)[name], rest) : []
}

export function holds(body: Body, tests: readonly Test[]): boolean {
  return tests.every(test => {
    const [found] = valuesAt(body, test.at)
    if ('present' in test) return (found !== undefined) === test.present
    const text = wordOf(found)
    if ('starts' in test) return text?.startsWith(test.starts) ?? false
    const words = 'is' in test ? test.is : test.not
    const isOne = text !== undefined && (typeof words === 'string' ? words === text : words.includes(text))
    return 'is' in test ? isOne : !isOne
  })
}

/** A plain value as text, so that `"true"` and `true` are the same. */
function wordOf(value: unknown): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value)
}

import type { FactName, Facts } from '../../src/enrich/facts.ts'
import type { Value } from '../../src/model/decision.ts'
import type { Problem } from '../../src/model/problem.ts'
import { checkCondition } from '../../src/ruleset/cel/check-condition.ts'
import { type Catalogue, makeScope } from '../../src/ruleset/cel/scope.ts'
import { ValueList } from '../../src/ruleset/lists/value-list.ts'
import { compileAlike } from './compile-alike.ts'

export type Values = Record<string, Value | undefined>

type Lookup = (name: string) => Value | undefined

const TYPES: Record<string, FactName['type']> = {
  amount: 'number',
  usual: 'number',
  count: 'number',
  ip: 'text',
  'ip.country': 'text',
  'card.country': 'text',
  name: 'text',
  tags: 'texts',
  disposable: 'boolean',
  fresh: 'boolean',
}

/** A small catalogue whose values are given by name. */
export const catalogue: Catalogue = new Map(
  Object.entries(TYPES).map(([name, type]) => [
    name,
    { name, type, from: 'derived', help: name, example: name, read: (_: Facts) => undefined },
  ]),
)

const list = new ValueList('office')
list.add('192.0.2.7')
list.add('198.51.100.0/24')
list.add('2001:db8::/32')

/** Checks and compiles a condition on the small catalogue; answers its problems or something to ask. */
export function compile(text: string): {
  problems: Pick<Problem, 'code' | 'suggestion'>[]
  holds?: (values: Values) => boolean | undefined
} {
  const problems: Pick<Problem, 'code' | 'suggestion'>[] = []
  const scope = makeScope(catalogue, [], { lists: new Set(['office']) })
  const tree = checkCondition(text, scope, (code, _start, _end, _message, extras) =>
    problems.push({ code, ...(extras?.suggestion === undefined ? {} : { suggestion: extras.suggestion }) }),
  )
  if (tree === undefined) return { problems }
  const holds = compileAlike<Lookup>(tree, {
    name:
      ({ name }) =>
      lookup =>
        lookup(name),
    listed: () => value => list.has(value, 0),
  })
  return { problems, holds: values => holds(name => values[name]) }
}

export function evaluate(text: string, values: Values): boolean | undefined {
  const { problems, holds } = compile(text)
  if (holds === undefined) throw new Error(`${text}: ${JSON.stringify(problems)}`)
  return holds(values)
}

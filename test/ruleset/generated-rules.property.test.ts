import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleHolds } from '../../src/engine/evaluate.ts'
import { checkCondition } from '../../src/ruleset/cel/check-condition.ts'
import { compileBoolean } from '../../src/ruleset/cel/compile-tree.ts'
import type { Access, Reader } from '../../src/ruleset/cel/reader.ts'
import { makeScope } from '../../src/ruleset/cel/scope.ts'
import type { Tree } from '../../src/ruleset/cel/tree.ts'
import { generatingAsks } from '../../src/ruleset/generated/generating-asks.ts'
import { type AskedLine, orderLines } from '../../src/ruleset/generated/order-lines.ts'
import { atOnce } from '../../src/ruleset/in-slices.ts'
import type { Frame, Rule } from '../../src/ruleset/ruleset.ts'
import { conditions, presentValues } from './condition-expressions.ts'
import { catalogue, type Values } from './condition-fixture.ts'

const scope = makeScope(catalogue, [])
const rulesOf = (texts: fc.Arbitrary<string>) => {
  const trees = texts.map(text => {
    const tree = checkCondition(text, scope, code => {
      throw new Error(`${code}: ${text}`)
    })
    return tree!
  })
  const lines = { when: fc.array(trees, { minLength: 1, maxLength: 3 }), unless: fc.array(trees, { maxLength: 2 }) }
  return fc.array(fc.record(lines), { minLength: 1, maxLength: 12 })
}
/** What most lines of real rules are, with limits that the values come upon. */
const plain = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('amount', 'usual', 'count'),
      fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
      fc.constantFrom('0', '1', '2', 'usual', 'count'),
    )
    .map(sides => sides.join(' ')),
  fc.constantFrom('disposable', 'fresh', 'name == "RO"', 'card.country != "RO"', 'card.country in ["RO", "b"]'),
)
const plainLines = fc.oneof(
  plain,
  plain.map(line => `!(${line})`),
  fc.tuple(plain, fc.constantFrom('&&', '||'), plain).map(([one, join, other]) => `(${one}) ${join} (${other})`),
)
const small = fc.constantFrom(0, 1, 2)
const smallValues = fc.tuple(presentValues, small, small, small).map(([values, amount, usual, count]) => {
  return { ...values, amount, usual, count }
})
const absent = fc.subarray(['amount', 'usual', 'count', 'name', 'card.country', 'tags', 'disposable', 'fresh'])

type Asked = { when: Tree[]; unless: Tree[] }

describe('generated functions', () => {
  it.each([
    ['random conditions', rulesOf(conditions), presentValues, 700],
    ['the usual lines', rulesOf(plainLines), smallValues, 1500],
  ] as const)('find what closures find, and read nothing that closures do not read of lines in the same order: %s', (_, rules, all, numRuns) => {
    fc.assert(
      fc.property(rules, all, absent, (asked, present, names) => {
        const values = { ...present, ...Object.fromEntries(names.map(name => [name, undefined])) }
        const byClosures = withClosures(asked, values)
        const byFunctions = withFunctions(asked, values)
        expect(byFunctions.found).toEqual(byClosures.found)
        const ordered = withClosures(orderLines(asked, watchedAccess().access).map(inOneOrder), values)
        expect(ordered.found).toEqual(byClosures.found)
        expect([...byFunctions.read].filter(name => !ordered.read.has(name))).toEqual([])
      }),
      { numRuns },
    )
  })

  it('hold at most a hundred rules each, and number them through', () => {
    const tree = checkCondition('amount > 1', scope, () => undefined)!
    const rules = Array.from({ length: 250 }, () => ({ when: [tree], unless: [] }))
    const { access } = watchedAccess()
    const asks = atOnce(generatingAsks(rules, access))!
    expect(asks.length).toBe(3)
    const hits: number[] = []
    for (const ask of asks) ask({ amount: 2 }, { hit: at => hits.push(at), open: () => undefined })
    expect(hits).toEqual(rules.map((_, at) => at))
  })

  it('are smaller where conditions are large, so that they can be optimised', () => {
    const text = Array.from({ length: 60 }, (_, at) => `amount > ${at}`).join(' && ')
    const tree = checkCondition(text, scope, () => undefined)!
    const rules = Array.from({ length: 50 }, () => ({ when: [tree], unless: [] }))
    expect(atOnce(generatingAsks(rules, watchedAccess().access))!.length).toBeGreaterThan(4)
  })

  it('take any text and any number as it is written', () => {
    const texts = ['"\\u2028"', '"$\\u007bamount}"', '"`"', '"\\\\"', '"\\"; throw 1; \\""', '"__proto__"', "'\\n'"]
    for (const text of texts) {
      const tree = checkCondition(`name == ${text} || name in [${text}, "b", "c", "d", "e"]`, scope, () => undefined)
      const rules = [{ when: [tree!], unless: [] }]
      expect(withFunctions(rules, { name: constantOf(tree!) }).found).toEqual(['hit 0'])
      expect(withFunctions(rules, { name: 'other' }).found).toEqual([])
    }
    for (const number of ['1e308', '0.1', '-0.0', '5e-324', '9007199254740991', '-9007199254740991']) {
      const tree = checkCondition(`amount == ${number} && amount - ${number} == 0`, scope, () => undefined)!
      expect(withFunctions([{ when: [tree], unless: [] }], { amount: Number(number) }).found).toEqual(['hit 0'])
    }
  })
})

function comparedWith(value: Values[string], limit: number): number {
  return typeof value !== 'number' ? 0 : value < limit ? -1 : 1
}

/** Lines of `unless` turned into lines of `when`, so that they stand in the order in which they are asked. */
function inOneOrder(lines: readonly AskedLine[]): Asked {
  const when = lines.map(({ tree, wanted }): Tree => {
    return wanted ? tree : { op: 'not', of: tree, type: 'boolean', start: tree.start, end: tree.end }
  })
  return { when, unless: [] }
}

/** Of `name == "…" || …`, the text. */
function constantOf(tree: Tree): string {
  const right = tree.op === 'or' && tree.left.op === 'equal' ? tree.left.right : undefined
  if (right?.op !== 'constant') throw new Error('there is no text')
  return String(right.value)
}

function withFunctions(rules: readonly Asked[], values: Values) {
  const { access, read } = watchedAccess()
  const found: string[] = []
  const findings = { hit: (at: number) => found.push(`hit ${at}`), open: (at: number) => found.push(`open ${at}`) }
  for (const ask of atOnce(generatingAsks(rules, access))!) ask(values, findings)
  return { found, read }
}

function withClosures(rules: readonly Asked[], values: Values) {
  const { access, read } = watchedAccess()
  const found = rules.flatMap(({ when, unless }, at) => {
    const lines = (all: readonly Tree[]) => all.map(tree => ({ holds: compileBoolean(tree, access) }))
    const holds = ruleHolds({ when: lines(when), unless: lines(unless) } as unknown as Rule, values as unknown as Frame)
    return holds === false ? [] : [holds === undefined ? `open ${at}` : `hit ${at}`]
  })
  return { found, read }
}

/** One reader for each name, as in a ruleset, and the names that were read. */
function watchedAccess(): { access: Access<Values>; read: Set<string> } {
  const read = new Set<string>()
  const readers = new Map<string, Reader<Values, NonNullable<Values[string]>>>()
  const access: Access<Values> = {
    name({ name }) {
      const watched = (values: Values) => {
        read.add(name)
        return values[name]
      }
      const reader = readers.get(name) ?? watched
      readers.set(name, reader)
      return reader
    },
    // Says so of every other limit, as a store that knows a bound says so of some.
    comparedWith: ({ name }) =>
      name !== 'count' ? undefined : (values, limit) => (limit % 2 === 1 ? comparedWith(values.count, limit) : 0),
    listed: () => () => false,
  }
  return { access, read }
}

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkCondition } from '../../src/ruleset/cel/check-condition.ts'
import { compileBoolean } from '../../src/ruleset/cel/compile-tree.ts'
import { numbersOf } from '../../src/ruleset/cel/numbers.ts'
import { makeScope } from '../../src/ruleset/cel/scope.ts'
import { packConditions } from '../../src/ruleset/packed/pack-conditions.ts'
import { unpackConditions } from '../../src/ruleset/packed/unpack-conditions.ts'
import type { DraftLine } from '../../src/ruleset/rule-draft.ts'
import { canonicalText } from '../../src/ruleset/sense/canonical.ts'
import { conditions, presentValues } from './condition-expressions.ts'
import { catalogue, type Values } from './condition-fixture.ts'

const scope = makeScope(catalogue, [], { lists: new Set(['office']) })

function lineOf(text: string): DraftLine {
  const tree = checkCondition(text, scope, code => {
    throw new Error(`${code}: ${text}`)
  })
  const placeAt = (start: number, end: number) => {
    return { file: 'rules/a.yaml', line: 7, column: start + 1, endLine: 7, endColumn: end + 1 }
  }
  return { text, tree: tree!, placeAt, place: placeAt(0, text.length) }
}

function throughJson(line: DraftLine): DraftLine {
  return unpackConditions(packConditions({ when: [line] }), catalogue).when[0]!
}

function answer({ tree }: DraftLine, values: Values) {
  const holds = compileBoolean<Values>(tree, {
    name:
      ({ name }) =>
      from =>
        from[name],
    listed: () => value => value === '192.0.2.7',
  })
  return holds(values)
}

const absent = fc.subarray(['amount', 'usual', 'count', 'name', 'card.country', 'tags', 'disposable', 'fresh'])

it('a condition that went through JSON means what it meant, and its numbers stand where they stood', () => {
  fc.assert(
    fc.property(conditions, presentValues, absent, (text, present, names) => {
      const line = lineOf(text)
      const unpacked = throughJson(line)
      const values = { ...present, ...Object.fromEntries(names.map(name => [name, undefined])) }
      expect(answer(unpacked, values)).toBe(answer(line, values))
      expect(canonicalText(unpacked.tree)).toBe(canonicalText(line.tree))
      expect(packConditions({ when: [unpacked] })).toBe(packConditions({ when: [line] }))
      for (const { start, end } of numbersOf(line.tree)) {
        expect(unpacked.placeAt(start, end)).toEqual(line.placeAt(start, end))
      }
      expect({ text: unpacked.text, place: unpacked.place }).toEqual({ text: line.text, place: line.place })
    }),
    { numRuns: 1500 },
  )
})

it.each([
  ['a zero with its sign', '1.0 / amount in [-0.0, 3.0]', { amount: Number.NEGATIVE_INFINITY }, true],
  ['a list', 'ip in list("office")', { ip: '192.0.2.7' }, true],
  ['a surrogate without its partner', 'name == "\ud83d"', { name: '\ud83d' }, true],
  [
    'variables of one name inside each other',
    'tags.exists(x, tags.all(x, x == "a") || x == "b")',
    { tags: ['b'] },
    true,
  ],
  ['a variable used outside of the inner one', 'tags.all(x, tags.exists(y, x == y + "c"))', { tags: ['ac'] }, false],
] as const)('%s', (_, text, values: Values, holds) => {
  const line = lineOf(text)
  expect([answer(line, values), answer(throughJson(line), values)]).toEqual([holds, holds])
})

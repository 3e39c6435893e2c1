import { Environment } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditions, presentValues } from './condition-expressions.ts'
import { compile, type Values } from './condition-fixture.ts'

const library = new Environment()
  .registerVariable('amount', 'double')
  .registerVariable('usual', 'double')
  .registerVariable('count', 'double')
  .registerVariable('name', 'string')
  .registerVariable('card', 'map<string, string>')
  .registerVariable('tags', 'list<string>')
  .registerVariable('disposable', 'bool')
  .registerVariable('fresh', 'bool')

function byLibrary(text: string, { 'card.country': country, ...values }: Values): unknown {
  return library.evaluate(text, { ...values, card: { country } })
}

function byClosure(text: string, values: Values): boolean | undefined {
  const { problems, holds } = compile(text)
  expect([text, problems]).toEqual([text, []])
  return holds!(values)
}

describe('closures', () => {
  it("agree with the library's own evaluator when every value is present", () => {
    fc.assert(
      fc.property(conditions, presentValues, (text, values) => {
        expect(byClosure(text, values)).toBe(byLibrary(text, values))
      }),
      { numRuns: 3000 },
    )
  })

  it('never know what depends on an absent value', () => {
    const absent = fc.subarray(['amount', 'usual', 'count', 'name', 'card.country', 'tags', 'disposable', 'fresh'])
    fc.assert(
      fc.property(conditions, presentValues, absent, (text, values, names) => {
        const partial = { ...values, ...Object.fromEntries(names.map(name => [name, undefined])) }
        const known = byClosure(text, partial)
        if (known !== undefined) expect(byClosure(text, values)).toBe(known)
      }),
      { numRuns: 3000 },
    )
  })
})

import fc from 'fast-check'
import type { Values } from './condition-fixture.ts'

/** Well-typed conditions that mean the same in CEL: decimals are written as decimals, whole numbers come from `size`. */
const numberName = fc.constantFrom('amount', 'usual', 'count')
const textName = fc.constantFrom('name', 'card.country')
const decimal = fc.integer({ min: -400, max: 400 }).map(quarters => (quarters / 4).toFixed(2))
const quoted = fc.constantFrom('""', '"a"', '"ab"', '"RO"', '"Ab b"', "'b'", '"😀"')
const comparison = fc.constantFrom('<', '<=', '>', '>=', '==', '!=')

const { condition } = fc.letrec<{ condition: string; number: string; whole: string; text: string }>(tie => ({
  number: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    decimal,
    numberName,
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('number'), fc.constantFrom('2.0', '-0.5')).map(([a, b]) => `${a} / ${b}`),
    tie('number').map(a => `(-${a})`),
    fc.tuple(tie('condition'), tie('number'), tie('number')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
  whole: fc.oneof(
    { maxDepth: 2 },
    fc.integer({ min: 0, max: 5 }).map(String),
    tie('text').map(text => `size(${text})`),
    fc.constant('tags.size()'),
    fc.tuple(tie('whole'), fc.constantFrom('2', '3')).map(([a, b]) => `${a} % ${b}`),
  ),
  text: fc.oneof(
    { maxDepth: 2 },
    quoted,
    textName,
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
    tie('text').map(text => `${text}.lowerAscii()`),
  ),
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('true', 'false', 'disposable', 'fresh'),
    fc.tuple(tie('number'), comparison, tie('number')).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(tie('whole'), comparison, tie('whole')).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc.tuple(tie('text'), fc.constantFrom('==', '!='), tie('text')).map(([a, op, b]) => `${a} ${op} ${b}`),
    fc
      .tuple(tie('text'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('text'))
      .map(([a, method, b]) => `${a}.${method}(${b})`),
    fc.tuple(tie('text'), fc.constantFrom('"^a"', '"b$"', '"[A-Z]+"')).map(([a, b]) => `${a}.matches(${b})`),
    fc
      .tuple(tie('text'), fc.array(quoted, { minLength: 1, maxLength: 3 }))
      .map(([a, all]) => `${a} in [${all.join(', ')}]`),
    fc.tuple(decimal, decimal, numberName).map(([a, b, name]) => `${name} in [${a}, ${b}]`),
    tie('text').map(text => `${text} in tags`),
    fc
      .tuple(fc.constantFrom('exists', 'all'), fc.constantFrom('tags', '["a", "RO"]'), tie('text'))
      .map(([name, over, text]) => `${over}.${name}(x, x == ${text})`),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map(inner => `!(${inner})`),
    fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
}))

export const conditions = condition

const someText = fc.constantFrom('', 'a', 'ab', 'RO', 'Ab b', 'b', '😀x')

export const presentValues: fc.Arbitrary<Values> = fc.record({
  amount: fc.integer({ min: -400, max: 400 }).map(quarters => quarters / 4),
  usual: fc.integer({ min: -40, max: 40 }).map(quarters => quarters / 4),
  count: fc.integer({ min: 0, max: 9 }),
  name: someText,
  'card.country': someText,
  tags: fc.array(someText, { maxLength: 3 }),
  disposable: fc.boolean(),
  fresh: fc.boolean(),
})

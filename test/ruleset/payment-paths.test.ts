import { expect, it } from 'vitest'
import { PAYMENT, type Shape } from '../../src/decode/payment-shape.ts'
import { NUMBER_PATHS, PAYMENT_PATHS } from '../../src/ruleset/tests/payment-paths.ts'

function pathsOf(shape: Shape, prefix = ''): { path: string; type: string }[] {
  return shape.fields.flatMap(field => [
    { path: prefix + field.name, type: field.type },
    ...(field.of === undefined ? [] : pathsOf(field.of, `${prefix}${field.name}.`)),
  ])
}

it('rule tests may name exactly the fields that the decoder reads', () => {
  const paths = pathsOf(PAYMENT)
  expect([...PAYMENT_PATHS].sort()).toEqual(paths.map(each => each.path).sort())
  expect([...NUMBER_PATHS]).toEqual(paths.filter(each => each.type === 'number').map(each => each.path))
})

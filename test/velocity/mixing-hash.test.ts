import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MixingHash } from '../../src/velocity/mixing-hash.ts'

type Part = string | number | undefined

const parts = fc.array(
  fc.oneof(
    fc.constantFrom('', 'a', 'b', 'ab', 'ba', '\u0001', undefined, 0, 1, -1, 2 ** 32, 2 ** 32 + 1, 0.5, 1.5, '0.5'),
    fc.string({ maxLength: 4 }),
    fc.integer(),
  ),
  { maxLength: 4 },
)

test('the same parts give the same hash, and others another one', () => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const isSame = told(one) === told(other)
      expect(hashOf(one) === hashOf(other)).toBe(isSame)
    }),
    { numRuns: 5000 },
  )
})

test('a number is no row of texts', () => {
  expect(hashOf(['', '\u0001'])).not.toBe(hashOf([2 ** 32]))
  expect(hashOf(['0.5', '\u0000\u0000'])).not.toBe(hashOf([0.5]))
})

test('another seed gives another hash', () => {
  expect(hashOf(['a'], 3)).not.toBe(hashOf(['a'], 4))
})

function hashOf(of: readonly Part[], seed = 1): string {
  const mixing = new MixingHash(seed, 2)
  mixing.start()
  for (const part of of) {
    if (typeof part === 'number') mixing.addNumber(part)
    else mixing.addText(part)
  }
  mixing.finish()
  return `${mixing.high} ${mixing.low}`
}

/** An absent text is an empty one. */
function told(of: readonly Part[]): string {
  return JSON.stringify(of.map(part => part ?? ''))
}

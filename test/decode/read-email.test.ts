import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmail } from '../../src/decode/read-email.ts'
import { newReading } from '../../src/decode/reading.ts'

/** The rules as patterns, one after the other. */
function isAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@')
  return (
    text.length <= 254 &&
    text.includes('@') &&
    more.length === 0 &&
    local.length >= 1 &&
    local.length <= 64 &&
    !/[\s,;:<>()[\]\\"]/.test(text) &&
    /^[^.@-][^@]*\.[^.@]+$/.test(domain)
  )
}

test('an address is what the patterns say', () => {
  const part = fc.oneof(
    fc.constantFrom('a', 'joe', '.', '-', '@', 'é', '\u2003', 'x'.repeat(64)),
    fc.string({ maxLength: 2 }),
  )
  const parts = fc.array(part, { maxLength: 4 }).map(list => list.join(''))
  const texts = fc.oneof(
    fc.tuple(parts, parts).map(([local, domain]) => `${local}@${domain}`),
    fc.tuple(parts, parts).map(([local, domain]) => `a${local}@b${domain}.co`),
    parts,
  )
  let addresses = 0
  fc.assert(
    fc.property(texts, text => {
      const reading = { ...newReading(), plain: true, longDigits: false }
      const expected = isAddress(text.trim())
      if (expected) addresses++
      expect(readEmail(text, reading)).toBe(expected ? text.trim() : undefined)
    }),
    { numRuns: 2000 },
  )
  expect(addresses).toBeGreaterThan(100)
})

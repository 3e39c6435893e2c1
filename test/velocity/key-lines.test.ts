import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeyLines } from '../../src/velocity/key-lines.ts'
import { KeyedHash, wordOf } from '../../src/velocity/keyed-hash.ts'

const keyedHash = new KeyedHash('secret')
const textOf = (value: string): string => keyedHash.text('kind', value)
const columnOf = (value: string): number => wordOf(textOf(value), 0)

/** Quick hashes of which many values share each: values have to be told apart by themselves. */
function read(value: string): [quickHash: number, units: Uint16Array, length: number] {
  const units = Uint16Array.from({ length: value.length + 3 }, (_, at) => value.charCodeAt(at) || 1)
  return [-(value.length % 3), units, value.length]
}

const values = fc.string({ unit: 'binary', maxLength: 6 })
const asks = fc.array(fc.record({ value: values, how: fc.constantFrom('value', 'hash', 'both') }), { maxLength: 60 })

describe('lines of keys', () => {
  test('are found by value and by hash, whatever shares its quick hash, also when another generation took them', () => {
    fc.assert(
      fc.property(asks, fc.boolean(), (asked, takes) => {
        let lines = new KeyLines(true)
        const known = new Map<string, { value: string; hasValue: boolean }>()
        for (const { value, how } of asked) {
          const text = textOf(value)
          const was = known.get(text)
          expect(lines.findHash(text, columnOf(value)) >= 0).toBe(was !== undefined)
          expect(lines.find(...read(value)) >= 0).toBe(was?.hasValue === true)
          const line = was === undefined ? lines.add(text, columnOf(value)) : lines.findHash(text, columnOf(value))
          if (how !== 'hash' && was?.hasValue !== true) lines.setValue(line, ...read(value))
          known.set(text, { value, hasValue: how !== 'hash' || was?.hasValue === true })
        }
        if (takes) {
          const taken = new KeyLines(true)
          for (let line = lines.count - 1; line >= 0; line--) taken.take(lines, line)
          lines = taken
        }
        for (const [text, { value, hasValue }] of known) {
          const line = lines.findHash(text, columnOf(value))
          expect(lines.text(line)).toBe(text)
          expect(lines.columnHash(line)).toBe(columnOf(value))
          expect(lines.find(...read(value))).toBe(hasValue ? line : -1)
          expect(lines.valueLength(line)).toBe(hasValue ? value.length : 0)
        }
        expect(lines.count).toBe(known.size)
      }),
    )
  })

  test('stay found as their tables grow', () => {
    const lines = new KeyLines(true)
    const all = Array.from({ length: 5000 }, (_, number) => `value ${number} ${'x'.repeat(number % 40)}`)
    for (const value of all) lines.setValue(lines.add(textOf(value), columnOf(value)), ...read(value))
    const found = all.map(value => [lines.find(...read(value)), lines.findHash(textOf(value), columnOf(value))])
    expect(found).toEqual(all.map((_, line) => [line, line]))
  })
})

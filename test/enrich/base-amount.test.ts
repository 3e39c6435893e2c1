import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { majorOf, toBaseMinor } from '../../src/enrich/base-amount.ts'

const inBase = (amountMinor: number, currency: string, rate: number, base = 'USD') =>
  toBaseMinor(amountMinor, currency, { base, rates: new Map([[currency, rate]]) })

describe('base amount', () => {
  it.each([
    [100, 'EUR', 1.005, 101],
    [-100, 'EUR', 1.005, -101],
    [100, 'EUR', 1.0049, 100],
    [1, 'EUR', 0.5, 1],
    [-1, 'EUR', 0.5, -1],
    [0, 'EUR', 1.1, 0],
    [1500, 'JPY', 0.0067, 1005],
    [1234, 'KWD', 3.25, 401],
    [1, 'JPY', 1e-7, 0],
    [50_000_000, 'JPY', 1e-7, 500],
    [-1, 'EUR', 0.4999999999, 0],
  ])('%d minor units of %s at %d are %d', (amountMinor, currency, rate, expected) => {
    expect(inBase(amountMinor, currency, rate)).toBe(expected)
  })

  it('the base currency stays as it is; a currency without a rate is absent; a flood is held', () => {
    expect(inBase(12345, 'USD', 99)).toBe(12345)
    expect(toBaseMinor(1, 'CHF', { base: 'USD', rates: new Map() })).toBeUndefined()
    expect(inBase(Number.MAX_SAFE_INTEGER, 'EUR', 1000)).toBe(Number.MAX_SAFE_INTEGER)
    expect(Object.is(inBase(-0, 'EUR', 1), 0)).toBe(true)
  })

  it('is the exact product rounded half away from zero, for any rate as its decimal reads', () => {
    const rate = fc.tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 0, max: 9 }))
    const amount = fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }))
    fc.assert(
      fc.property(
        amount,
        rate,
        fc.constantFrom(['EUR', 'USD', 0], ['JPY', 'USD', 2], ['USD', 'JPY', -2], ['KWD', 'EUR', -1]),
        (minor, [digits, places], [from, to, shift]) => {
          const numerator = BigInt(minor < 0 ? -minor : minor) * BigInt(digits) * 10n ** BigInt(2 + Number(shift))
          const denominator = 10n ** BigInt(places + 2)
          const rounded = (2n * numerator + denominator) / (2n * denominator)
          const held = rounded > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(rounded)
          expect(inBase(minor, String(from), Number(`${digits}e-${places}`), String(to))).toBe(
            minor < 0 && held !== 0 ? -held : held,
          )
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('major units are the double nearest to the decimal', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), minor => Object.is(majorOf(minor, 'USD'), Number(`${minor}e-2`))))
    expect(majorOf(500, 'JPY')).toBe(500)
    expect(majorOf(1234, 'KWD')).toBe(1.234)
  })
})

import { minorDigits } from '../model/money.ts'
import type { MoneyRates } from './facts.ts'

/** Doubles this close to a half may lie on the wrong side of it; then whole-number arithmetic decides. */
const NEAR_HALF = 1e-6
/** Above this the error of three rounded products, some 4e-16 of the size, may be more than `NEAR_HALF`. */
const EXACT_BELOW = 2 ** 30

/**
 * An amount in whole minor units of the base currency, rounded half away from zero, held at the largest safe whole
 * number. Exact for the rate as its decimal reads: 100 × 1.005 is 100.5, not 100.49999999999999. Undefined when there
 * is no rate for the currency.
 */
export function toBaseMinor(amountMinor: number, currency: string, money: MoneyRates): number | undefined {
  if (currency === money.base) return amountMinor
  const rate = money.rates.get(currency)
  const from = minorDigits(currency)
  const to = minorDigits(money.base)
  if (rate === undefined || from === undefined || to === undefined) return undefined
  const product = amountMinor * rate * 10 ** (to - from)
  const size = Math.abs(product)
  const fraction = size % 1
  if (size < EXACT_BELOW && Math.abs(fraction - 0.5) > NEAR_HALF) return Math.sign(product) * Math.round(size) || 0
  return exactly(amountMinor, rate, to - from)
}

/** Minor units to major ones as the nearest double: 12990 USD is 129.9. */
export function majorOf(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** (minorDigits(currency) ?? 2)
}

function exactly(amountMinor: number, rate: number, shift: number): number {
  const [mantissa, exponent] = rate.toExponential().split('e')
  const [whole, decimals = ''] = mantissa!.split('.')
  const power = Number(exponent) - decimals.length + shift
  const product = BigInt(amountMinor) * BigInt(whole! + decimals)
  const size = product < 0n ? -product : product
  const rounded = power >= 0 ? size * 10n ** BigInt(power) : (size + 10n ** BigInt(-power) / 2n) / 10n ** BigInt(-power)
  const held = rounded > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(rounded)
  return product < 0n && held !== 0 ? -held : held
}

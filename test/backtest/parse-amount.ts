import { minorDigits } from '../../src/model/money.ts'

/** A decimal string as whole minor units. */
export function parseAmount(amount: string, currency: string): number {
  return Math.round(Number(amount) * 10 ** minorDigits(currency)!)
}
